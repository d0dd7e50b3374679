/** Tests of the arithmetic behind the figures. */
@NullMarked
package dev.marquee.testbed.benchmark;

import org.jspecify.annotations.NullMarked;
