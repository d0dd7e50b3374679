package dev.marquee.registry.problem;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.pgclient.PgException;
import java.net.ConnectException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatabaseOutageTest {

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

    // When
    boolean found = DatabaseOutage.isBehind(error);

    // Then
    assertThat(found).isEqualTo(outage);
  }

  @Test
  void lostOrRefusedConnectionIsAnOutage() {
    // Given
    Exception refused = new IllegalStateException(new ConnectException("refused"));
    Exception overrun = new IllegalStateException(new TimeoutException("pool"));

    // When
    boolean both = DatabaseOutage.isBehind(refused) && DatabaseOutage.isBehind(overrun);

    // Then
    assertThat(both).isTrue();
    assertThat(DatabaseOutage.isBehind(new IllegalStateException("bug"))).isFalse();
  }
}
