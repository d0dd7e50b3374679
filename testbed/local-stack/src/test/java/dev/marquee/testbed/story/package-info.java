/** Tests of how the story is told. */
@NullMarked
package dev.marquee.testbed.story;

import org.jspecify.annotations.NullMarked;
