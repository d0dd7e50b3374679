package dev.marquee.types.definition;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One property of a Swift struct.
 *
 * @param required whether it is there for every booking; a Swift property without a question mark
 * @param shortenRank among the texts that are cut when a card gets too big, which comes when: 1 is
 *     cut first; null comes after all ranks, the field declared last first
 * @param labelOf the field that this one is the label of; it is there only if that one is
 */
public record Field(
    Content content, boolean required, @Nullable Integer shortenRank, @Nullable String labelOf) {

  private static final int RANK_LIMIT = 100;

  /** Refuses a required field that some booking would lack. */
  public Field {
    if (required && !content.isCertain()) {
      throw new IllegalArgumentException(
          "required cannot be kept: a booking may lack its facts; "
              + switch (content) {
                case Content.Text _ -> "add a last wording that needs none of them";
                case Content.Figure _, Content.Flag _, Content.Colour _, Content.Url _ ->
                    "give it a default";
                case Content.Date _ -> "only startsAt and endsAt are always known";
              });
    }
    if (shortenRank != null) {
      if (!(content instanceof Content.Text)) {
        throw new IllegalArgumentException("shorten is for texts only");
      }
      if (shortenRank < 1 || shortenRank > RANK_LIMIT) {
        throw new IllegalArgumentException("shorten is a number from 1 to " + RANK_LIMIT);
      }
    }
  }

  /** Whether it shows the booking's id and nothing else: by it the app tells whose card it is. */
  public boolean isBookingId() {
    return content instanceof Content.Text text
        && text.text().wordings().values().stream()
            .flatMap(List::stream)
            .allMatch(Template.of(StandardFact.BOOKING_ID)::equals);
  }
}
