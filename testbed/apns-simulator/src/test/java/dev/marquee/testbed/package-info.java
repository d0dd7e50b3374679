/** Rules for the whole testbed module. */
@NullMarked
package dev.marquee.testbed;

import org.jspecify.annotations.NullMarked;
