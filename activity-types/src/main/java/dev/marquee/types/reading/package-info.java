/**
 * From a YAML file to a definition, strictly: what is not understood is refused with the file, the
 * line and a sentence.
 */
@NullMarked
package dev.marquee.types.reading;

import org.jspecify.annotations.NullMarked;
