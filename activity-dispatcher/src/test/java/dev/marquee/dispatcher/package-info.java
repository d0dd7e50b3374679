/** Tests of the dispatcher as a whole. */
@NullMarked
package dev.marquee.dispatcher;

import org.jspecify.annotations.NullMarked;
