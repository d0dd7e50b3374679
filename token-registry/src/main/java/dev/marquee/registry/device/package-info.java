/**
 * Devices, their push-to-start tokens and activity instances: what apps report, the order that
 * their reports are taken in, and the REST API.
 */
@NullMarked
package dev.marquee.registry.device;

import org.jspecify.annotations.NullMarked;
