/** Tests of the packaged services, run as processes between real parts. */
@NullMarked
package dev.marquee.testbed.system;

import org.jspecify.annotations.NullMarked;
