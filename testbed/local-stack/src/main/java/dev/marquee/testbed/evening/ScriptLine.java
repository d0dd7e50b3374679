package dev.marquee.testbed.evening;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One thing that happens during the evening; {@link #at()} is an offset from the anchor. */
@JsonTypeInfo(use = JsonTypeInfo.Id.DEDUCTION)
@JsonSubTypes({
  @JsonSubTypes.Type(ScriptLine.Event.class),
  @JsonSubTypes.Type(ScriptLine.Repeat.class),
  @JsonSubTypes.Type(ScriptLine.Unreadable.class),
  @JsonSubTypes.Type(ScriptLine.PhoneDoes.class),
  @JsonSubTypes.Type(ScriptLine.Fault.class)
})
public sealed interface ScriptLine {

  /** When it happens. */
  Duration at();

  /**
   * An event arrives on {@code booking-events}.
   *
   * @param event the type without {@code dev.marquee.}
   * @param subject {@code bookings/{id}} or {@code shows/{id}}
   * @param time the CloudEvents time where it differs from {@link #at}: such an event is late
   * @param data as on the wire, but {@code startsAt}, {@code endsAt} and {@code doorsAt} are
   *     offsets
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Event(
      Duration at,
      String event,
      String subject,
      String id,
      @Nullable Duration time,
      @Nullable String sequence,
      ObjectNode data)
      implements ScriptLine {
    public Event {
      requireNonNull(at, "at");
      requireNonNull(event, "event");
      requireNonNull(id, "id");
      requireNonNull(data, "data");
      if (!subject.startsWith("bookings/") && !subject.startsWith("shows/")) {
        throw new IllegalArgumentException(
            "event " + id + " is about neither a booking nor a show");
      }
    }

    /** When upstream says that it happened. */
    Duration effectiveTime() {
      return time == null ? at : time;
    }

    /** The record key: the booking's or show's id. */
    String key() {
      return subject.substring(subject.indexOf('/') + 1);
    }
  }

  /** An event of the script arrives once more, byte for byte. */
  record Repeat(Duration at, String again) implements ScriptLine {
    public Repeat {
      requireNonNull(at, "at");
      requireNonNull(again, "again");
    }
  }

  /** A record arrives that is no event. */
  record Unreadable(Duration at, String unreadable, String key) implements ScriptLine {
    public Unreadable {
      requireNonNull(at, "at");
      requireNonNull(unreadable, "unreadable");
      requireNonNull(key, "key");
    }
  }

  /**
   * A phone or its owner does something.
   *
   * @param booking whose card it is done to, where it is done to a card
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record PhoneDoes(Duration at, String phone, Deed does, @Nullable String booking)
      implements ScriptLine {
    public PhoneDoes {
      requireNonNull(at, "at");
      requireNonNull(phone, "phone");
      if (does.concernsOneCard() == (booking == null)) {
        throw new IllegalArgumentException(
            "phone " + phone + " " + does + " on booking " + booking);
      }
    }
  }

  /** What phones do. */
  enum Deed {
    /**
     * iOS hands out a new push-to-start token and the app reports it; APNs still takes the old one,
     * in vain.
     */
    @JsonProperty("gets a new start token")
    ROTATES_START_TOKEN(false),
    /** iOS hands out a new update token and the app reports it; the old one is dead. */
    @JsonProperty("gets a new update token")
    ROTATES_UPDATE_TOKEN(true),
    /** Somebody taps Allow on the card: its first update token comes and the app reports it. */
    @JsonProperty("allows the card")
    ALLOWS_CARD(true),
    /** The app is deleted: every token of this install is dead. */
    @JsonProperty("loses the app")
    LOSES_APP(false);

    private final boolean concernsOneCard;

    Deed(boolean concernsOneCard) {
      this.concernsOneCard = concernsOneCard;
    }

    boolean concernsOneCard() {
      return concernsOneCard;
    }
  }

  /**
   * Something is done to a dispatcher.
   *
   * @param dispatcher 1 or 2
   */
  record Fault(Duration at, Harm fault, int dispatcher) implements ScriptLine {
    public Fault {
      requireNonNull(at, "at");
      requireNonNull(fault, "fault");
    }
  }

  /** What is done to a dispatcher. */
  enum Harm {
    /** {@code kill -9} while the pushes of this moment's events are in flight. */
    @JsonProperty("killed in flight")
    KILLED_IN_FLIGHT,
    /** It is started again. */
    @JsonProperty("restarted")
    RESTARTED,
    /** SIGSTOP while the pushes of this moment's events are in flight. */
    @JsonProperty("stopped in flight")
    STOPPED_IN_FLIGHT,
    /** SIGCONT, not before its leases have run out. */
    @JsonProperty("continued past its lease")
    CONTINUED_PAST_LEASE
  }
}
