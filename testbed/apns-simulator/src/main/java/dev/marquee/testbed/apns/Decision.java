package dev.marquee.testbed.apns;

import org.jspecify.annotations.Nullable;

/**
 * What is to happen on the wire after a request was processed.
 *
 * @param authenticated whether the request came with a good provider token
 * @param fault what befalls the answer, if anything does
 */
record Decision(PushAnswer answer, String apnsId, boolean authenticated, @Nullable Fault fault) {}
