package dev.marquee.outbox;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.common.utils.Utils;

/**
 * One row of the outbox: records for one topic that are sent and forgotten together.
 *
 * <p>What must stay in order shares an ordering key, and its writers hold a lock of the database on
 * whatever the key names <em>before</em> they insert: then ids follow commits within the key.
 *
 * @param shard 0 to {@link #SHARDS} − 1; one relay at a time sends a shard, in the order of ids
 * @param topic where the records go
 * @param records at least one, in order
 */
public record OutboxEntry(int shard, String topic, List<OutboxRecord> records) {

  /** How many shards there are; a CHECK of the table repeats it. */
  public static final int SHARDS = 16;

  private static final String INSERT =
      "insert into outbox (shard, topic, records) values ($1, $2, $3::text::json)";

  /** Rejects a shard that nobody sends and a row that says nothing. */
  public OutboxEntry {
    if (shard < 0 || shard >= SHARDS) {
      throw new IllegalArgumentException("shard is " + shard + ", not 0 to " + (SHARDS - 1));
    }
    records = List.copyOf(records);
    if (records.isEmpty()) {
      throw new IllegalArgumentException("no records for " + topic);
    }
  }

  /** A row that stays in order with all others of the same ordering key. */
  public static OutboxEntry inOrderOf(
      String orderingKey, String topic, List<OutboxRecord> records) {
    return new OutboxEntry(shardOf(orderingKey), topic, records);
  }

  /** The shard of an ordering key. Never changes: rows of an older release may still wait. */
  public static int shardOf(String orderingKey) {
    byte[] bytes = orderingKey.getBytes(StandardCharsets.UTF_8);
    return Utils.toPositive(Utils.murmur2(bytes)) % SHARDS;
  }

  /** The text for the column {@code records}, for those who insert with their own statement. */
  public String recordsJson() {
    return OutboxJson.write(records);
  }

  /**
   * Inserts the row in the transaction of {@code connection}. Nothing is sent unless that commits;
   * after the commit, wake the relay.
   */
  public Uni<Void> insert(SqlClient connection) {
    return connection
        .preparedQuery(INSERT)
        .execute(Tuple.of(shard, topic, recordsJson()))
        .replaceWithVoid();
  }
}
