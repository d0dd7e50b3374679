package dev.marquee.outbox;

import io.vertx.mutiny.sqlclient.Pool;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Sends the oldest rows of some shards and deletes what the broker has acknowledged, all in one
 * transaction: its round trips cost the same for one shard as for all. Blocks, so it is for virtual
 * threads; any number may work at the same time.
 */
final class Shipment {

  private final Pool pool;
  private final RecordSender sender;
  private final OutboxSettings settings;

  Shipment(Pool pool, RecordSender sender, OutboxSettings settings) {
    this.pool = pool;
    this.sender = sender;
    this.settings = settings;
  }

  /**
   * What became of the rows.
   *
   * @param more whether a shard was full to the limit, so that there may be more
   * @param failures why the oldest row that is left in a shard was not sent, by shard
   */
  record Shipped(boolean more, Map<Integer, Exception> failures) {
    static final Shipped NOTHING = new Shipped(false, Map.of());
  }

  /**
   * Ships once. What another relay is at is left to it.
   *
   * @param rowLimit most rows of one shard
   * @throws RuntimeException if the database failed; nothing is lost then
   */
  Shipped ship(Collection<Integer> shards, int rowLimit) throws InterruptedException {
    try (ShardTransaction transaction =
        ShardTransaction.begin(pool, shards, settings.sessionTimeout())) {
      if (transaction.shards().isEmpty()) {
        return Shipped.NOTHING;
      }
      List<OutboxRow> rows = transaction.oldestRows(rowLimit);
      RecordSender.Sent sent = sender.send(rows);
      if (!sent.acknowledged().isEmpty()) {
        transaction.deleteAndCommit(sent.acknowledged());
      }
      boolean more =
          transaction.shards().stream()
              .anyMatch(
                  shard -> isFull(shard, rows, rowLimit) && !sent.failures().containsKey(shard));
      return new Shipped(more, sent.failures());
    }
  }

  private static boolean isFull(int shard, List<OutboxRow> rows, int rowLimit) {
    return rows.stream().filter(row -> row.shard() == shard).count() == rowLimit;
  }
}
