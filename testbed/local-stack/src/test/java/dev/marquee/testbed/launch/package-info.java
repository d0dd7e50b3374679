/** Tests of the commands. */
@NullMarked
package dev.marquee.testbed.launch;

import org.jspecify.annotations.NullMarked;
