/** Tests of the package. */
@NullMarked
package dev.marquee.dispatcher.delivery;

import org.jspecify.annotations.NullMarked;
