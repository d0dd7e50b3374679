/**
 * The definition of an activity type: pure values. What the constructors take can be rendered,
 * printed as Swift and sent; they refuse the rest with a sentence that begins with the name of what
 * is wrong.
 */
@NullMarked
package dev.marquee.types.definition;

import org.jspecify.annotations.NullMarked;
