/** Tests of booking events. */
@NullMarked
package dev.marquee.contracts.booking;

import org.jspecify.annotations.NullMarked;
