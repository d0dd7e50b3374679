package dev.marquee.registry.rejection;

import dev.marquee.contracts.outcome.TokenRejected;
import dev.marquee.contracts.outcome.TokenRejected.TokenKind;
import dev.marquee.registry.outbox.RegistryTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * Drops a token that APNs refused, and only that one: it must still be the refused value, and must
 * not have been registered after the moment that Apple names (or, where Apple names none, after the
 * push was built). Either way the row's state is published once more, with a greater version, which
 * is the answer that the dispatcher waits for.
 */
@ApplicationScoped
class RejectionStore {

  private static final String REJECT_START_TOKEN =
      """
      with changed as (
        update devices set
          start_tokens = drop_start_token(
            start_tokens, :fingerprint, cast(:invalidSince as timestamptz)),
          version = nextval('row_versions')
        where device_id = :deviceId
        returning old as before, new as after
      ), answered as (
        insert into outbox (shard, topic, records)
        select outbox_shard(:deviceId), 'token-events',
          json_build_array(device_changed(after, cast(:now as timestamptz)))
        from changed
      )
      select (before).start_tokens <> (after).start_tokens from changed
      """;

  private static final String REJECT_UPDATE_TOKEN =
      """
      with changed as (
        update activity_instances set
          (update_token, update_token_registered_at) = (
            select update_token, update_token_registered_at
            where not (token_fingerprint(update_token) = :fingerprint
              and update_token_registered_at <= cast(:invalidSince as timestamptz))),
          version = nextval('row_versions')
        where device_id = :deviceId and activity_kit_id = :activityKitId
        returning old as before, new as after
      ), answered as (
        insert into outbox (shard, topic, records)
        select outbox_shard(:deviceId), 'token-events',
          json_build_array(activity_changed(after, cast(:now as timestamptz)))
        from changed
      )
      select (before).update_token is not null and (after).update_token is null from changed
      """;

  private final RegistryTransaction transaction;
  private final InstantSource clock;

  RejectionStore(RegistryTransaction transaction, InstantSource clock) {
    this.transaction = transaction;
    this.clock = clock;
  }

  /** Judges one report and answers it. May be repeated: each time is answered. */
  Uni<RejectionOutcome> judge(TokenRejected rejection) {
    return transaction.run(session ->
        statement(session, rejection)
            .setParameter("deviceId", rejection.deviceId())
            .setParameter("fingerprint", rejection.tokenFingerprint())
            .setParameter(
                "invalidSince",
                (rejection.rejectedAt() == null ? rejection.observedAt() : rejection.rejectedAt())
                    .atOffset(ZoneOffset.UTC))
            .setParameter("now", clock.instant().atOffset(ZoneOffset.UTC))
            .getResultList()
            .map(RejectionStore::outcome));
  }

  private static Mutiny.SelectionQuery<Boolean> statement(
      Mutiny.Session session, TokenRejected rejection) {
    return switch (rejection.kind()) {
      case TokenKind.Start _ -> session.createNativeQuery(REJECT_START_TOKEN, Boolean.class);
      case TokenKind.Update update ->
          session
              .createNativeQuery(REJECT_UPDATE_TOKEN, Boolean.class)
              .setParameter("activityKitId", update.activityKitId());
    };
  }

  private static RejectionOutcome outcome(List<Boolean> dropped) {
    if (dropped.isEmpty()) {
      return RejectionOutcome.UNKNOWN;
    }
    return dropped.getFirst() ? RejectionOutcome.DROPPED : RejectionOutcome.KEPT;
  }
}
