/** Proves the way to APNs, over real sockets where a socket is what matters. */
@NullMarked
package dev.marquee.dispatcher.apns;

import org.jspecify.annotations.NullMarked;
