package dev.marquee.types.definition;

import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The definition of one Swift {@code ActivityAttributes} type: what its cards show, what their
 * alerts say, and when they come and go.
 *
 * @param name name of the Swift struct; the {@code attributes-type} on the wire
 * @param languages of its texts, the fallback first
 * @param relevanceScore of every push that has none of its own; null for none
 * @param attributes what never changes, by Swift property
 * @param contentState what may change, by Swift property
 * @param startAlert what the start says; APNs shows no card without an alert
 * @param changes how changes are told, by kind; a kind that is missing changes the card silently
 * @param unknownStart what follows a start that APNs did not answer
 * @param unconfirmedStart what follows a start that APNs accepted and no app confirmed
 */
public record ActivityType(
    String name,
    List<Locale> languages,
    @Nullable Double relevanceScore,
    Map<String, Field> attributes,
    Map<String, Field> contentState,
    AlertText startAlert,
    Map<ChangeKind, ChangeRule> changes,
    Timeline timeline,
    RestartRule unknownStart,
    RestartRule unconfirmedStart,
    SwipeRule swipe) {

  private static final Pattern STRUCT_NAME = Pattern.compile("[A-Z][A-Za-z0-9]{0,63}");
  private static final Pattern PROPERTY_NAME = Pattern.compile("[a-z][A-Za-z0-9]{0,39}");

  /** So many fit into a push however little their texts are left. */
  private static final int FIELD_LIMIT = 40;

  /** Refuses names that Swift does not take, and more fields than a push can hold. */
  public ActivityType {
    if (!STRUCT_NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "name \"%s\" is no name of a Swift struct: a capital, then letters and digits, 64 at most"
              .formatted(name));
    }
    languages = List.copyOf(languages);
    if (languages.isEmpty() || Set.copyOf(languages).size() < languages.size()) {
      throw new IllegalArgumentException("languages are one or more, each once");
    }
    Limits.requireFinite("relevance-score", relevanceScore);
    attributes = ordered(attributes);
    contentState = ordered(contentState);
    requireNames("attributes", attributes);
    requireNames("content-state", contentState);
    if (attributes.values().stream().noneMatch(field -> field.isBookingId() && field.required())) {
      throw new IllegalArgumentException(
          "attributes have no required field with the fact bookingId: without one, the app cannot"
              + " tell whose card it is");
    }
    if (contentState.isEmpty()) {
      throw new IllegalArgumentException("content-state has no field");
    }
    if (attributes.size() + contentState.size() > FIELD_LIMIT) {
      throw new IllegalArgumentException(
          "content-state and attributes have %d fields, labels included; %d fit into a push"
              .formatted(attributes.size() + contentState.size(), FIELD_LIMIT));
    }
    changes = changes.isEmpty() ? Map.of() : Collections.unmodifiableMap(new EnumMap<>(changes));
  }

  /** The language that a device is spoken to in: its own if there is one, else the fallback. */
  public Locale languageFor(@Nullable String deviceLocale) {
    if (deviceLocale == null || languages.size() == 1) {
      return languages.getFirst();
    }
    Locale wanted = Locale.forLanguageTag(deviceLocale.replace('_', '-'));
    if (wanted.getLanguage().isEmpty()) {
      return languages.getFirst();
    }
    Locale found =
        Locale.lookup(
            List.of(new Locale.LanguageRange(wanted.stripExtensions().toLanguageTag())), languages);
    return found == null ? languages.getFirst() : found;
  }

  /** Name of the attribute by which the app tells whose card it is. */
  public String bookingIdAttribute() {
    return attributes.entrySet().stream()
        .filter(entry -> entry.getValue().isBookingId())
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow();
  }

  private static Map<String, Field> ordered(Map<String, Field> fields) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }

  private static void requireNames(String part, Map<String, Field> fields) {
    Set<Integer> ranks = new HashSet<>();
    fields.forEach((name, field) -> {
      if (!PROPERTY_NAME.matcher(name).matches()) {
        throw new IllegalArgumentException(
            "%s: \"%s\" is no name of a Swift property: a small letter, then letters and digits, 40 at most"
                .formatted(part, name));
      }
      if (field.shortenRank() != null && !ranks.add(field.shortenRank())) {
        throw new IllegalArgumentException(
            "%s: two fields have shorten: %d".formatted(part, field.shortenRank()));
      }
    });
  }
}
