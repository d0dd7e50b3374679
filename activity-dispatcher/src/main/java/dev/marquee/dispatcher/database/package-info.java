/** How the dispatcher runs SQL: transactions on worker threads, repeated when they deadlock. */
@NullMarked
package dev.marquee.dispatcher.database;

import org.jspecify.annotations.NullMarked;
