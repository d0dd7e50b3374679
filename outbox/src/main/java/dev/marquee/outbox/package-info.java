/**
 * The transactional outbox: records for Kafka are written as rows with the change that they report,
 * and a relay ships them after the commit, in order per shard, at least once.
 */
@NullMarked
package dev.marquee.outbox;

import org.jspecify.annotations.NullMarked;
