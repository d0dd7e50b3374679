/** Tests of what is published beside the code: schemas, examples and the AsyncAPI document. */
@NullMarked
package dev.marquee.contracts.schema;

import org.jspecify.annotations.NullMarked;
