/** Tests of what facts look like in the database. */
@NullMarked
package dev.marquee.dispatcher.database;

import org.jspecify.annotations.NullMarked;
