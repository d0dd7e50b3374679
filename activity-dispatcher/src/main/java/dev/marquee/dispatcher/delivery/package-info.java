/**
 * Pushes out: claims due activities, lets the core decide, sends, and settles every answer as it
 * comes. All that must outlive the process is in PostgreSQL; see the row protocol in
 * docs/architecture.md.
 */
@NullMarked
package dev.marquee.dispatcher.delivery;

import org.jspecify.annotations.NullMarked;
