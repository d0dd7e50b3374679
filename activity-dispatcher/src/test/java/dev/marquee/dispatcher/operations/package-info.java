/** Tests of what the person on call asks. */
@NullMarked
package dev.marquee.dispatcher.operations;

import org.jspecify.annotations.NullMarked;
