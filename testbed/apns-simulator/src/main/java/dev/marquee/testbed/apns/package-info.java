/**
 * An Apple Push Notification service for one environment, spoken over HTTP/2 and TLS as the real
 * one speaks it: the checks, reasons, limits and moods of {@code POST /3/device/<token>}, without
 * the phones behind it.
 */
@NullMarked
package dev.marquee.testbed.apns;

import org.jspecify.annotations.NullMarked;
