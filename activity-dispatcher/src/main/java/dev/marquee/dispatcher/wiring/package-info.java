/** What the framework cannot make by itself: the business clock and the outbox relay as beans. */
@NullMarked
package dev.marquee.dispatcher.wiring;

import org.jspecify.annotations.NullMarked;
