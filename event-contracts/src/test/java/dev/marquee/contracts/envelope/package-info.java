/** Tests of the envelope. */
@NullMarked
package dev.marquee.contracts.envelope;

import org.jspecify.annotations.NullMarked;
