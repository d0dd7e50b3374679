/**
 * From facts to what goes on the wire. Texts are placeholders filled with data, once, never
 * evaluated; JSON is built, never concatenated. Pure; any thread.
 */
@NullMarked
package dev.marquee.types.rendering;

import org.jspecify.annotations.NullMarked;
