package dev.marquee.registry.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.marquee.contracts.token.PushToken;
import dev.marquee.registry.RegistryBackends;
import dev.marquee.registry.outbox.RegistryTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A change and its event: both or neither. */
@QuarkusTest
@QuarkusTestResource(RegistryBackends.class)
@Timeout(60)
class TransactionComponentTest {
  private static final String CREATE_LOSER =
      """
      create or replace function lose_a_deadlock() returns integer language plpgsql as
      $$ begin raise exception using errcode = '40P01'; end $$
      """;

  private static final StartTokenClaim CLAIM =
      new StartTokenClaim(null, "{\"TicketAttributes\": \"ab12\"}", false, false);

  @Inject RegistryTransaction transaction;
  @Inject DeviceStore devices;
  @Inject Pool pool;

  @Test
  void rolledBackChangeLeavesNeitherRowNorEvent() {
    // Given
    DeviceReport report = report();
    ReportOrder order = ReportOrder.of(1L, null, Instant.parse("2026-12-04T19:30:00Z"));

    // When
    assertThatThrownBy(() -> run("rolled-back", report, order, true))
        .hasMessage("the app's request ends here");

    // Then
    assertThat(count("select count(*) from devices where device_id = 'rolled-back'")).isZero();
    assertThat(count("select count(*) from outbox where records::text like '%rolled-back%'"))
        .isZero();
  }

  @Test
  void committedChangeIsThere() throws Throwable {
    // Given
    DeviceReport report = report();
    ReportOrder order = ReportOrder.of(1L, null, Instant.parse("2026-12-04T19:30:00Z"));

    // When
    Optional<Device> device = run("committed", report, order, false);

    // Then
    assertThat(device).hasValueSatisfying(it -> assertThat(it.userId).isEqualTo("rolf"));
    assertThat(count("select count(*) from devices where device_id = 'committed'")).isEqualTo(1);
  }

  @Test
  void workThatLosesADeadlockIsDoneAgain() throws Throwable {
    // Given
    pool.query(CREATE_LOSER).executeAndAwait();
    AtomicInteger attempts = new AtomicInteger();

    // When
    Integer answer =
        VertxContextSupport.subscribeAndAwait(() ->
            transaction.run(session ->
                session
                    .createNativeQuery(
                        attempts.incrementAndGet() < 3 ? "select lose_a_deadlock()" : "select 1",
                        Integer.class)
                    .getSingleResult()));

    // Then
    assertThat(answer).isEqualTo(1);
    assertThat(attempts).hasValue(3);
  }

  private Optional<Device> run(
      String deviceId, DeviceReport report, ReportOrder order, boolean fail) throws Throwable {
    return VertxContextSupport.subscribeAndAwait(() ->
        transaction.run(session ->
            devices
                .register(session, deviceId, "rolf", report, CLAIM, order, null)
                .call(() ->
                    fail
                        ? Uni.createFrom()
                            .failure(new IllegalStateException("the app's request ends here"))
                        : Uni.createFrom().voidItem())));
  }

  private static DeviceReport report() {
    return DeviceReports.of(1L, Map.of("TicketAttributes", new PushToken("ab12")));
  }

  private long count(String sql) {
    return pool.query(sql).executeAndAwait().iterator().next().getLong(0);
  }
}
