/** What the person on call asks: the state of a booking, what happened, and what comes next. */
@NullMarked
package dev.marquee.dispatcher.operations;

import org.jspecify.annotations.NullMarked;
