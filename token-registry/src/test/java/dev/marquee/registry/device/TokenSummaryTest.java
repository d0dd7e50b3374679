package dev.marquee.registry.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenSummaryTest {

  @ParameterizedTest
  @CsvSource({"0123456789abcdef, 0123…ef", "0123456789ab, …", "ab, …"})
  void showsTooLittleToBeUsed(String token, String shown) {
    // When
    TokenSummary summary = TokenSummary.of(token, Instant.EPOCH);

    // Then
    assertThat(summary.token()).isEqualTo(shown);
  }
}
