@NullMarked
package dev.marquee.testbed.replay;

import org.jspecify.annotations.NullMarked;
