package dev.marquee.testbed.apns;

import org.jspecify.annotations.Nullable;

/** A complete request together with what must not be kept of it. */
record IncomingRequest(
    PushRequest push, @Nullable String authorization, boolean duplicateHeaders) {}
