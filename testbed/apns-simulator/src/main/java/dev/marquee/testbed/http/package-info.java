/** What the small HTTP servers of the testbed share. They listen on the loopback address only. */
@NullMarked
package dev.marquee.testbed.http;

import org.jspecify.annotations.NullMarked;
