/**
 * Virtual iPhones behind a simulated APNs: each does with a push what ActivityKit does, silently or
 * not, and its app reports tokens and activities to a backend as a good app would.
 */
@NullMarked
package dev.marquee.testbed.phone;

import org.jspecify.annotations.NullMarked;
