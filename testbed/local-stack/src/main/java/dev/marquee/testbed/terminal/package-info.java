/** Plain text for people at a terminal, with a little colour where there is one. */
@NullMarked
package dev.marquee.testbed.terminal;

import org.jspecify.annotations.NullMarked;
