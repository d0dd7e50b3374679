package dev.marquee.registry.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.marquee.registry.RegistryBackends;
import dev.marquee.registry.outbox.RegistryTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Errors as the database client really throws them, wrapped by all that is between. */
@QuarkusTest
@QuarkusTestResource(RegistryBackends.class)
@Timeout(60)
class DatabaseFailureComponentTest {
  private static final String CREATE_OVERRUN =
      """
      create or replace function overrun() returns text language plpgsql as
      $$ begin raise exception using errcode = '53300'; end $$
      """;

  @Inject RegistryTransaction transaction;
  @Inject Pool pool;

  @Test
  void databaseThatIsOverrunIsAnOutage() {
    // Given
    pool.query(CREATE_OVERRUN).executeAndAwait();

    // When
    Throwable error = failureOf("select overrun()");

    // Then
    assertThat(DatabaseFailure.isOutage(error)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"select cast(1 / 0 as text)", "select nothing_of_this_name"})
  void statementThatIsWrongIsAFaultOfOurs(String sql) {
    // When
    Throwable error = failureOf(sql);

    // Then
    assertThat(error).isNotNull();
    assertThat(DatabaseFailure.isOutage(error)).isFalse();
  }

  private Throwable failureOf(String sql) {
    return catchThrowable(() ->
        VertxContextSupport.subscribeAndAwait(() ->
            transaction.run(
                session -> session.createNativeQuery(sql, String.class).getSingleResult())));
  }
}
