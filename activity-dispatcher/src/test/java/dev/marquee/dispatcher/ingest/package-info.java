/** Tests of the package. */
@NullMarked
package dev.marquee.dispatcher.ingest;

import org.jspecify.annotations.NullMarked;
