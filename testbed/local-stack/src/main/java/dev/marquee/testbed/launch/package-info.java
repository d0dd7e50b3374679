/** The commands of {@code ./marquee} that are written in Java. */
@NullMarked
package dev.marquee.testbed.launch;

import org.jspecify.annotations.NullMarked;
