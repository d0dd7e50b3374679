/** Speed, measured on the packaged services between real parts, all on this machine. */
@NullMarked
package dev.marquee.testbed.benchmark;

import org.jspecify.annotations.NullMarked;
