/**
 * Facts in: reads both topics in batches, merges a batch in memory, applies it in a constant number
 * of statements, and acknowledges after the commit.
 */
@NullMarked
package dev.marquee.dispatcher.ingest;

import org.jspecify.annotations.NullMarked;
