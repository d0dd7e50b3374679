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

/**
 * Drops the tokens that APNs refused, and only those: each must still be the refused value, and
 * must not have been registered after the moment that Apple names (or, where Apple names none,
 * after the push was built). Either way the row's state is published once more, with a greater
 * version, which is the answer that the dispatcher waits for. Too many at once trip the guard, and
 * then they are held until an operator releases them.
 */
@ApplicationScoped
class RejectionStore {
  private static final int RELEASED_AT_A_TIME = 256;

  private static final String JUDGE =
      """
      select outcome
      from unnest(judge_rejections(
          cast(cast(:refusals as text) as jsonb), cast(:now as timestamptz),
          make_interval(secs => :seconds), :share, :leastCount))
        with ordinality as judged (outcome, place)
      order by place
      """;

  private static final String JUDGE_RELEASED =
      "select judge_released_rejections(cast(:now as timestamptz), :size)";

  private final RegistryTransaction transaction;
  private final RejectionGuardConfig config;
  private final InstantSource clock;
  private final ObjectMapper json;

  RejectionStore(
      RegistryTransaction transaction,
      RejectionGuardConfig config,
      InstantSource clock,
      ObjectMapper json) {
    this.transaction = transaction;
    this.config = config;
    this.clock = clock;
    this.json = json;
  }

  /**
   * Judges reports in one transaction, and answers or holds each. May be repeated: each time they
   * are answered.
   *
   * @return what became of each, in their order
   */
  Uni<List<RejectionOutcome>> judge(List<TokenRejected> reports) {
    String refusals = write(reports.stream().map(Refusal::of).toList());
    Instant now = clock.instant();
    return transaction
        .run(session ->
            session
                .createNativeQuery(JUDGE, String.class)
                .setParameter("refusals", refusals)
                .setParameter("now", now.atOffset(ZoneOffset.UTC))
                .setParameter("seconds", config.window().toMillis() / 1_000.0)
                .setParameter("share", config.share())
                .setParameter("leastCount", config.leastCount())
                .getResultList())
        .map(outcomes -> outcomes.stream().map(RejectionOutcome::named).toList());
  }

  /** Works off some rejections that an operator released; answers whether there were any. */
  Uni<Boolean> judgeReleased() {
    Instant now = clock.instant();
    return transaction
        .run(session ->
            session
                .createNativeQuery(JUDGE_RELEASED, Long.class)
                .setParameter("now", now.atOffset(ZoneOffset.UTC))
                .setParameter("size", RELEASED_AT_A_TIME)
                .getSingleResult())
        .map(judged -> judged > 0);
  }

  private String write(List<Refusal> refusals) {
    try {
      return json.writeValueAsString(refusals);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts and a time are JSON", e);
    }
  }
}
