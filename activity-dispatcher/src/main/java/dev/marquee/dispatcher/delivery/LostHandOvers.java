package dev.marquee.dispatcher.delivery;

import static java.time.ZoneOffset.UTC;

import dev.marquee.dispatcher.database.Transactions;
import dev.marquee.dispatcher.database.Transactions.Session;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Finds what hand-overs claimed and nobody settled before the leases ran out, because the holder
 * died or lost the answer, and makes it due again. Whatever was claimed while it was due needs no
 * such thing: it still is.
 */
@ApplicationScoped
class LostHandOvers {
  private static final String OVER =
      "delete from hand_overs where lease_until < clock_timestamp() returning activity_ids";

  /** In the order of ids, as every statement locks that touches several activities. */
  private static final String UNSETTLED =
      """
      with lost as (
        select a.id from activities a
        where a.id = any($1) and a.open_claim is not null
          and (a.lease_until is null or a.lease_until < clock_timestamp())
        order by a.id for no key update of a
      )
      update activities a set due_at = least(a.due_at, greatest($2, a.not_before))
      from lost where a.id = lost.id
      returning a.id
      """;

  private final Transactions transactions;

  LostHandOvers(Transactions transactions) {
    this.transactions = transactions;
  }

  /**
   * Looks for some. Worker or virtual threads.
   *
   * @param now business time
   * @return how many activities are due again
   */
  int recover(Instant now) {
    return transactions.run(session -> {
      List<Long> handedOver = over(session);
      return handedOver.isEmpty()
          ? 0
          : session.query(UNSETTLED, handedOver.toArray(Long[]::new), now.atOffset(UTC)).rowCount();
    });
  }

  private static List<Long> over(Session session) {
    List<Long> activities = new ArrayList<>();
    for (Row row : session.query(OVER)) {
      Collections.addAll(activities, row.getArrayOfLongs("activity_ids"));
    }
    return activities;
  }
}
