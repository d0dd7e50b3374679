/** Prints a definition as JSON Schema. */
@NullMarked
package dev.marquee.types.schema;

import org.jspecify.annotations.NullMarked;
