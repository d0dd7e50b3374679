package dev.marquee.registry.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class ReportOrderTest {
  private static final Instant RECEIPT = Instant.parse("2026-12-04T19:30:00.123456789Z");

  @Test
  void observedTimeIsCutToTheReceipt() {
    // When
    ReportOrder order = ReportOrder.of(null, RECEIPT.plusSeconds(86_400), RECEIPT);

    // Then
    assertThat(order.observedAt()).isEqualTo(order.receivedAt());
  }

  @Test
  void withoutAnObservedTimeTheReceiptStands() {
    // When
    ReportOrder order = ReportOrder.of(7L, null, RECEIPT);

    // Then
    assertThat(order.observedAt()).isEqualTo(order.receivedAt());
    assertThat(order.sequence()).isEqualTo(7);
  }

  @Test
  void timesAreCutToMillisecondsBecauseApplesAre() {
    // When
    ReportOrder order = ReportOrder.of(null, RECEIPT.minusSeconds(1), RECEIPT);

    // Then
    assertThat(order.receivedAt()).isEqualTo("2026-12-04T19:30:00.123Z");
    assertThat(order.observedAt()).isEqualTo("2026-12-04T19:29:59.123Z");
  }
}
