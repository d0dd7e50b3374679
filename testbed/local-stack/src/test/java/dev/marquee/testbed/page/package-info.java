/** Tests of the page, each part alone, and its server on a socket. */
@NullMarked
package dev.marquee.testbed.page;

import org.jspecify.annotations.NullMarked;
