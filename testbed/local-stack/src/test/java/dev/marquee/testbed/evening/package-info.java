/** Tests of the evening: each rule by example, and the kept files as a whole. */
@NullMarked
package dev.marquee.testbed.evening;

import org.jspecify.annotations.NullMarked;
