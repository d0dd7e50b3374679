package dev.marquee.testbed.evening;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Somebody with phones and bookings. */
public record Person(String user, List<Phone> phones, List<Booking> bookings) {

  public Person {
    requireNonNull(user, "user");
    phones = List.copyOf(phones);
    bookings = List.copyOf(bookings);
  }

  /** One install of the app. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Phone(String device, String os, String locale, @Nullable Habit habit) {
    public Phone {
      requireNonNull(device, "device");
      requireNonNull(os, "os");
      requireNonNull(locale, "locale");
    }
  }

  /** What sets a phone apart from one that simply shows its cards. */
  public enum Habit {
    /** Live Activities are switched off for the app. */
    @JsonProperty("activities-off")
    ACTIVITIES_OFF,
    /** The app was never given a push-to-start token. */
    @JsonProperty("no-start-token")
    NO_START_TOKEN,
    /**
     * The card shows, but nobody has tapped Allow on it yet: no update token until the script says
     * so, or ever.
     */
    @JsonProperty("asks-first")
    ASKS_FIRST
  }

  /**
   * What this person bought.
   *
   * @param bookedAt when the confirmation was written; before the evening's opening it has already
   *     arrived then, later it arrives at this very time
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Booking(String id, String show, @Nullable String seat, Duration bookedAt) {
    public Booking {
      requireNonNull(id, "id");
      requireNonNull(show, "show");
      requireNonNull(bookedAt, "bookedAt");
    }

    Duration confirmationArrives() {
      return bookedAt.compareTo(Evening.OPENING) < 0 ? Evening.OPENING : bookedAt;
    }
  }
}
