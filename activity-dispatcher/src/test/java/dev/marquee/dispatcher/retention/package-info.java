/** What is forgotten when, on a real PostgreSQL. */
@NullMarked
package dev.marquee.dispatcher.retention;

import org.jspecify.annotations.NullMarked;
