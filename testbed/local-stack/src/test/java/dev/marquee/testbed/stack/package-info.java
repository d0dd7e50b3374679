/** Tests of the parts of a stack, each alone. */
@NullMarked
package dev.marquee.testbed.stack;

import org.jspecify.annotations.NullMarked;
