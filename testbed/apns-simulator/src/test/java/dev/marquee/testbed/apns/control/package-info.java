/** Tests of the control over HTTP. */
@NullMarked
package dev.marquee.testbed.apns.control;

import org.jspecify.annotations.NullMarked;
