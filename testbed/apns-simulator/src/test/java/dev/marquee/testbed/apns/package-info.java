/** Tests of the simulated APNs, over real sockets. */
@NullMarked
package dev.marquee.testbed.apns;

import org.jspecify.annotations.NullMarked;
