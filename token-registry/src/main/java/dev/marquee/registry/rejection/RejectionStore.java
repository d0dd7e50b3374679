package dev.marquee.registry.rejection;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.marquee.contracts.outcome.TokenRejected;
import dev.marquee.registry.outbox.RegistryTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
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

  private static final String NEXT_RELEASED =
      """
      with next as (
        delete from held_rejections where id = (
          select id from held_rejections
          where verdict is not null
          order by id
          limit 1
          for update skip locked)
        returning *
      )
      select cast(json_build_object('verdict', verdict, 'refusal', json_build_object(
        'deviceId', device_id, 'activityKitId', activity_kit_id, 'fingerprint', fingerprint,
        'invalidSince', iso_time(invalid_since))) as text)
      from next
      """;

  private final RegistryTransaction transaction;
  private final RejectionGuardStore guard;
  private final InstantSource clock;
  private final ObjectMapper json;

  RejectionStore(
      RegistryTransaction transaction,
      RejectionGuardStore guard,
      InstantSource clock,
      ObjectMapper json) {
    this.transaction = transaction;
    this.guard = guard;
    this.clock = clock;
    this.json = json;
  }

  /**
   * Judges one report and answers it, or holds it while the guard is open. May be repeated: each
   * time is answered.
   */
  Uni<RejectionOutcome> judge(TokenRejected report) {
    Refusal refusal = Refusal.of(report);
    Instant now = clock.instant();
    return transaction.run(session ->
        guard
            .hold(session, refusal, now)
            .flatMap(held ->
                held
                    ? Uni.createFrom().item(RejectionOutcome.HELD)
                    : judge(session, refusal, now)
                        .call(outcome -> counted(session, outcome, now))));
  }

  private Uni<?> counted(Mutiny.Session session, RejectionOutcome outcome, Instant now) {
    return outcome == RejectionOutcome.DROPPED
        ? guard.countDropped(session, now)
        : Uni.createFrom().voidItem();
  }

  /** Works off one rejection that an operator released; answers whether there was one. */
  Uni<Boolean> judgeNextReleased() {
    return transaction.run(session ->
        session
            .createNativeQuery(NEXT_RELEASED, String.class)
            .getResultList()
            .flatMap(next ->
                next.isEmpty()
                    ? Uni.createFrom().item(false)
                    : judge(session, released(next.getFirst()), clock.instant())
                        .replaceWith(true)));
  }

  private Refusal released(String held) {
    record Released(Verdict verdict, Refusal refusal) {}
    try {
      Released released = json.readValue(held, Released.class);
      return switch (released.verdict) {
        case JUDGE -> released.refusal;
        case KEEP -> released.refusal.withdrawn();
      };
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a row is JSON", e);
    }
  }

  private static Uni<RejectionOutcome> judge(Mutiny.Session session, Refusal refusal, Instant now) {
    return statement(session, refusal)
        .setParameter("deviceId", refusal.deviceId())
        .setParameter("fingerprint", refusal.fingerprint())
        .setParameter("invalidSince", refusal.invalidSince().atOffset(ZoneOffset.UTC))
        .setParameter("now", now.atOffset(ZoneOffset.UTC))
        .getResultList()
        .map(RejectionStore::outcome);
  }

  private static Mutiny.SelectionQuery<Boolean> statement(Mutiny.Session session, Refusal refusal) {
    return refusal.isOfAStartToken()
        ? session.createNativeQuery(REJECT_START_TOKEN, Boolean.class)
        : session
            .createNativeQuery(REJECT_UPDATE_TOKEN, Boolean.class)
            .setParameter("activityKitId", refusal.activityKitId());
  }

  private static RejectionOutcome outcome(List<Boolean> dropped) {
    if (dropped.isEmpty()) {
      return RejectionOutcome.UNKNOWN;
    }
    return dropped.getFirst() ? RejectionOutcome.DROPPED : RejectionOutcome.KEPT;
  }
}
