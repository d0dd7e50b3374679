/**
 * A simulated APNs steered and searched over HTTP, for programs in any language and for people with
 * a terminal.
 */
@NullMarked
package dev.marquee.testbed.apns.control;

import org.jspecify.annotations.NullMarked;
