package dev.marquee.dispatcher.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.contracts.booking.AccentColors;
import dev.marquee.contracts.booking.Extra;
import dev.marquee.dispatcher.activity.BookingDetails;
import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class FacetJsonTest {
  @Test
  void readsTheDetailsOfABookingThatItWrote() {
    // Given
    BookingDetails details =
        new BookingDetails(
            "com.example.tickets",
            "TicketAttributes",
            "s-1",
            "tickets://b-1",
            new AccentColors("#A1B2C3", null),
            "poster",
            Map.of(
                "wing", new Extra.Text("left"),
                "coach", new Extra.Numeric(new BigDecimal("12")),
                "wheelchair", new Extra.Flag(true)));

    // When
    BookingDetails read = FacetJson.read(FacetJson.write(details), BookingDetails.class);

    // Then
    assertThat(read).isEqualTo(details);
  }

  @Test
  void readsDetailsThatWereWrittenBeforeThereWereExtras() {
    // Given
    String row =
        """
        {"app":"com.example.tickets","activityType":"TicketAttributes","show":"s-1","artwork":"poster"}
        """;

    // When
    BookingDetails read = FacetJson.read(row, BookingDetails.class);

    // Then
    assertThat(read.extras()).isEmpty();
    assertThat(read.artwork()).isEqualTo("poster");
  }
}
