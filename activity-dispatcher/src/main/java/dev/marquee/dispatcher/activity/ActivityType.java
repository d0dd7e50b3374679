package dev.marquee.dispatcher.activity;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The definition of one Swift {@code ActivityAttributes} type: what its cards show, what their
 * alerts say, and when they come and go. Data, read from YAML by {@link ActivityTypeReader}.
 *
 * @param name name of the Swift struct; the {@code attributes-type} on the wire
 * @param attributes what never changes, by Swift property
 * @param contentState what may change, by Swift property
 * @param startAlert what the start says; APNs shows no card without an alert
 * @param alerts what a change says, by kind; a kind that is missing changes the card silently
 */
public record ActivityType(
    String name,
    Map<String, Field> attributes,
    Map<String, Field> contentState,
    AlertText startAlert,
    Map<ChangeKind, AlertText> alerts,
    Timeline timeline) {

  /** Refuses a type without a name, a state, or an alert to start with. */
  public ActivityType {
    if (Objects.requireNonNull(name, "name is missing").isBlank()) {
      throw new IllegalArgumentException("name is blank");
    }
    attributes = ordered(Objects.requireNonNull(attributes, "attributes are missing"));
    contentState = ordered(Objects.requireNonNull(contentState, "contentState is missing"));
    Objects.requireNonNull(startAlert, "startAlert is missing");
    alerts = Map.copyOf(Objects.requireNonNull(alerts, "alerts are missing"));
    Objects.requireNonNull(timeline, "timeline is missing");
  }

  /**
   * One Swift property.
   *
   * @param fact what it shows
   * @param encoding how the Swift side decodes it
   */
  public record Field(Fact fact, Encoding encoding) {
    /** Encodes as text where nothing else is said. */
    public Field(Fact fact, @Nullable Encoding encoding) {
      this.fact = Objects.requireNonNull(fact, "fact is missing");
      this.encoding = encoding == null ? Encoding.TEXT : encoding;
    }
  }

  /** How a value is written so that Swift's default {@code JSONDecoder} reads it. */
  public enum Encoding {
    /** A Swift {@code String}. */
    @JsonProperty("text")
    TEXT,
    /** A number of seconds since 1970, for an {@code Int} that the app turns into a date. */
    @JsonProperty("unix-seconds")
    UNIX_SECONDS,
    /**
     * A number of seconds since 2001-01-01T00:00:00Z, which is how Swift decodes a {@code Date}.
     */
    @JsonProperty("seconds-since-2001")
    SECONDS_SINCE_2001
  }

  /**
   * The two texts of an alert.
   *
   * @param body the first whose facts are all known is taken
   */
  public record AlertText(
      TextTemplate title,
      @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) List<TextTemplate> body) {
    /** Copies the bodies. */
    public AlertText {
      Objects.requireNonNull(title, "title is missing");
      body = List.copyOf(Objects.requireNonNull(body, "body is missing"));
    }
  }

  /**
   * When things happen, relative to the show's times.
   *
   * @param startBefore how long before the show's start the card appears
   * @param endAfter how long after the show's end the card ends by itself
   * @param dismissAfter how long an ended card stays on the Lock Screen
   * @param staleAfter how long after the show's end a card that nobody ended counts as outdated
   * @param alertExpiry how old a change may be and still ring
   * @param adoptionGrace how long a late booking waits, because its app may be starting a card
   * @param unknownStartTimeout how long a start without an answer waits for a sign of its card
   *     before it is repeated, once
   */
  public record Timeline(
      Duration startBefore,
      Duration endAfter,
      Duration dismissAfter,
      Duration staleAfter,
      Duration alertExpiry,
      Duration adoptionGrace,
      Duration unknownStartTimeout) {}

  ObjectNode attributesOf(Facts facts, BookingStatus status) {
    return render(attributes, facts, status);
  }

  ContentState contentStateOf(Facts facts, BookingStatus status) {
    return ContentState.of(render(contentState, facts, status));
  }

  Alert startAlertOf(Facts facts, BookingStatus status) {
    return fill(startAlert, facts, status);
  }

  /** What a kind of change says, or null where the type rings no alert for it. */
  @Nullable Alert alertOf(ChangeKind kind, Facts facts, BookingStatus status) {
    AlertText text = alerts.get(kind);
    return text == null ? null : fill(text, facts, status);
  }

  private static Alert fill(AlertText text, Facts facts, BookingStatus status) {
    String title = text.title().fill(facts, status);
    String body =
        text.body().stream()
            .map(template -> template.fill(facts, status))
            .filter(Objects::nonNull)
            .findFirst()
            .orElse(null);
    // APNs needs both; the show's title is always known.
    String fallback = facts.original().title();
    return new Alert(title == null ? fallback : title, body == null ? fallback : body);
  }

  private static ObjectNode render(Map<String, Field> fields, Facts facts, BookingStatus status) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    fields.forEach((property, field) -> {
      switch (field.encoding()) {
        case TEXT -> {
          String text = field.fact().text(facts, status);
          if (text != null) {
            json.put(property, text);
          }
        }
        case UNIX_SECONDS -> putSeconds(json, property, field.fact().time(facts), 0);
        case SECONDS_SINCE_2001 ->
            putSeconds(json, property, field.fact().time(facts), SWIFT_EPOCH);
      }
    });
    return json;
  }

  private static final long SWIFT_EPOCH = Instant.parse("2001-01-01T00:00:00Z").getEpochSecond();

  private static void putSeconds(
      ObjectNode json, String property, @Nullable Instant time, long epoch) {
    if (time != null) {
      json.put(property, time.getEpochSecond() - epoch);
    }
  }

  private static Map<String, Field> ordered(Map<String, Field> fields) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }
}
