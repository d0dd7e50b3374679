/**
 * The functional core: what a phone should be told about a booking, and when. Facts and the time go
 * in, one next step with its reason comes out. No I/O, no SQL, no clock of its own; everything here
 * is immutable and may be called by any thread.
 */
@NullMarked
package dev.marquee.dispatcher.activity;

import org.jspecify.annotations.NullMarked;
