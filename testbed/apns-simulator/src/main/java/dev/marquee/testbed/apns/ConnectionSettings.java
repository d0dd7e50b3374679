package dev.marquee.testbed.apns;

import java.time.Duration;

/**
 * What a simulator may treat its connections to.
 *
 * @param strictStreamLimit whether a rejection takes a connection back to one stream, until a push
 *     is accepted again
 * @param linger how long a connection that goes away waits for its client to close it
 */
record ConnectionSettings(boolean strictStreamLimit, Duration linger) {}
