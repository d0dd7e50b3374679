/**
 * The main story of Marquee, from a sign-in to the end of a show, played on a running stack and
 * checked.
 */
@NullMarked
package dev.marquee.testbed.story;

import org.jspecify.annotations.NullMarked;
