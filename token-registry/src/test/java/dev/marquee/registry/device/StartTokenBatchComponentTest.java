package dev.marquee.registry.device;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.contracts.token.PushToken;
import dev.marquee.registry.RegistryBackends;
import dev.marquee.registry.TokenEvents;
import dev.marquee.registry.Tokens;
import dev.marquee.registry.access.Caller;
import dev.marquee.registry.outbox.RegistryTransaction;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Reports of several devices that one transaction takes in together. */
@QuarkusTest
@QuarkusTestResource(RegistryBackends.class)
@Timeout(60)
class StartTokenBatchComponentTest {
  private static final String TYPE = "TicketAttributes";
  private static final String USER = "berta";

  @Inject DeviceRegistry registry;
  @Inject RegistryTransaction transaction;
  @Inject StartTokenStore startTokens;
  @Inject InstantSource clock;

  private final PushToken first = new PushToken(Tokens.fresh("b0b0"));
  private final PushToken second = new PushToken(Tokens.fresh("b1b1"));

  @Test
  void twoDevicesThatSwapTheirTokensInOneBatchHoldEachOthers() {
    // Given
    String one = device(first);
    String two = device(second);

    // When
    Map<String, Device> changed = takeIn(change(one, second), change(two, first));

    // Then
    assertThat(heldIn(changed.get(one))).isEqualTo(second.hex());
    assertThat(heldIn(changed.get(two))).isEqualTo(first.hex());
    assertThat(held(one)).isEqualTo(second.hex());
    assertThat(held(two)).isEqualTo(first.hex());
  }

  @Test
  void deviceThatLosesItsTokenToAnotherOfTheBatchHasWhatItReportedItself() {
    // Given
    String loser = device(first);
    String winner = device(null);

    // When
    takeIn(change(winner, first), change(loser, second));

    // Then
    assertThat(held(winner)).isEqualTo(first.hex());
    assertThat(held(loser)).isEqualTo(second.hex());
  }

  @Test
  void tokenThatAnotherDeviceHasFromANewerReportIsNotTakenWhateverElseIsInTheBatch() {
    // Given
    String newest = device(first);
    String late = device(null);
    String other = device(null);
    Instant before = clock.instant().minusSeconds(60);

    // When
    takeIn(
        new StartTokenChange(
            late, USER, TYPE, first, ReportOrder.of(null, before, clock.instant()), null),
        change(other, second));

    // Then
    assertThat(held(newest)).isEqualTo(first.hex());
    assertThat(held(late)).isNull();
    assertThat(held(other)).isEqualTo(second.hex());
  }

  @Test
  void reportForAnothersDeviceChangesNothingAndHoldsUpNobody() {
    // Given
    String foreign = device(null);
    String own = device(null);
    ReportOrder now = ReportOrder.of(null, null, clock.instant());

    // When
    Map<String, Device> changed =
        takeIn(
            new StartTokenChange(foreign, "mallory", TYPE, first, now, null), change(own, second));

    // Then
    assertThat(changed).containsOnlyKeys(own);
    assertThat(held(foreign)).isNull();
  }

  @Test
  void eachEventBelongsToTheTraceOfItsOwnRequest() {
    // Given
    String traced = device(null);
    String other = device(null);
    String untraced = device(null);
    String trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    String otherTrace = "00-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa-bbbbbbbbbbbbbbbb-01";
    ReportOrder now = ReportOrder.of(null, null, clock.instant());
    PushToken third = new PushToken(Tokens.fresh("b2b2"));

    // When
    takeIn(
        new StartTokenChange(traced, USER, TYPE, first, now, trace),
        new StartTokenChange(other, USER, TYPE, second, now, otherTrace),
        new StartTokenChange(untraced, USER, TYPE, third, now, null));

    // Then
    try (TokenEvents events = new TokenEvents("token-events")) {
      assertThat(traceOf(events, traced, first)).isEqualTo(trace);
      assertThat(traceOf(events, other, second)).isEqualTo(otherTrace);
      assertThat(traceOf(events, untraced, third)).isNull();
    }
  }

  private static @Nullable String traceOf(TokenEvents events, String deviceId, PushToken token) {
    return TokenEvents.headers(
            events.await(record ->
                record.key().equals(deviceId)
                    && record.value() != null
                    && new String(record.value(), UTF_8).contains(token.hex())))
        .get("traceparent");
  }

  private StartTokenChange change(String deviceId, PushToken token) {
    return new StartTokenChange(
        deviceId, USER, TYPE, token, ReportOrder.of(null, null, clock.instant()), null);
  }

  private Map<String, Device> takeIn(StartTokenChange... changes) {
    return await(() -> transaction.run(session -> startTokens.change(session, List.of(changes))));
  }

  /** Signs a new device in, with a start token or without. */
  private String device(@Nullable PushToken token) {
    String deviceId = "batch-" + Tokens.fresh("aaaa").substring(4, 20);
    Caller caller = new Caller(USER, false, null, clock.instant());
    DeviceReport report = DeviceReports.of(null, token == null ? Map.of() : Map.of(TYPE, token));
    await(() -> registry.register(caller, deviceId, report));
    return deviceId;
  }

  private static @Nullable String held(String deviceId) {
    return heldIn(await(() -> Panache.withSession(() -> Device.named(deviceId))).orElseThrow());
  }

  private static @Nullable String heldIn(@Nullable Device device) {
    HeldStartToken held = requireNonNull(device).startTokens.get(TYPE);
    return held == null ? null : held.token();
  }

  private static <T> T await(Supplier<Uni<T>> work) {
    try {
      return VertxContextSupport.subscribeAndAwait(work);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }
}
