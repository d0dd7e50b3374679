/**
 * Business time: what time it is for shows, timelines, timestamps, budgets and back-off. It can be
 * shifted, so that a story of months plays in a minute. Leases, request time-outs and logins never
 * ask it.
 */
@NullMarked
package dev.marquee.clock;

import org.jspecify.annotations.NullMarked;
