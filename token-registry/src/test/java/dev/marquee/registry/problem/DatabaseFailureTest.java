package dev.marquee.registry.problem;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.pgclient.PgException;
import java.net.ConnectException;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatabaseFailureTest {

  @ParameterizedTest
  @CsvSource({
    "57P01, true",
    "53300, true",
    "08006, true",
    "40P01, true",
    "23502, false",
    "42703, false"
  })
  void tellsAnOutageFromAFaultOfOurs(String sqlState, boolean outage) {
    // Given
    Exception error =
        new IllegalStateException(new PgException("said", "ERROR", sqlState, "detail"));
    Exception asHibernateWrapsIt = new IllegalStateException(new SQLException("said", sqlState));

    // When
    List<Boolean> found =
        List.of(DatabaseFailure.isOutage(error), DatabaseFailure.isOutage(asHibernateWrapsIt));

    // Then
    assertThat(found).containsOnly(outage);
  }

  @Test
  void lostOrRefusedConnectionIsAnOutage() {
    // Given
    Exception refused = new IllegalStateException(new ConnectException("refused"));
    Exception overrun = new IllegalStateException(new TimeoutException("pool"));

    // When
    boolean both = DatabaseFailure.isOutage(refused) && DatabaseFailure.isOutage(overrun);

    // Then
    assertThat(both).isTrue();
    assertThat(DatabaseFailure.isOutage(new IllegalStateException("bug"))).isFalse();
  }
}
