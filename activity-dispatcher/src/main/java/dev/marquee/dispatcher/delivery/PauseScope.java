package dev.marquee.dispatcher.delivery;

import dev.marquee.contracts.envelope.WireNames;
import dev.marquee.dispatcher.activity.ActivitySnapshot;

/**
 * What a pause holds back.
 *
 * @param id bundle id, name of an activity type, or id of a show or booking; empty for everything
 */
public record PauseScope(Kind kind, String id) {
  private static final int ID_LIMIT = 200;

  /** What a pause is about. */
  public enum Kind {
    EVERYTHING,
    APP,
    TYPE,
    SHOW,
    BOOKING
  }

  /** Checks the id. */
  public PauseScope {
    boolean needsId = kind != Kind.EVERYTHING;
    if (needsId == id.isBlank()
        || id.length() > ID_LIMIT
        || id.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("not an id of " + WireNames.of(kind) + ": \"" + id + "\"");
    }
  }

  /**
   * Reads {@code everything}, {@code app:…}, {@code type:…}, {@code show:…} or {@code booking:…}.
   *
   * @throws IllegalArgumentException if it is none of them
   */
  public static PauseScope parse(String text) {
    if (text.equals(WireNames.of(Kind.EVERYTHING))) {
      return new PauseScope(Kind.EVERYTHING, "");
    }
    for (Kind kind : Kind.values()) {
      String prefix = WireNames.of(kind) + ":";
      if (kind != Kind.EVERYTHING && text.startsWith(prefix)) {
        return new PauseScope(kind, text.substring(prefix.length()));
      }
    }
    throw new IllegalArgumentException(
        "not a scope: \"%s\"; give everything, app:…, type:…, show:… or booking:…".formatted(text));
  }

  /** Whether it holds whole lanes, so that nothing of them is claimed at all. */
  boolean holdsLanes() {
    return switch (kind) {
      case EVERYTHING, APP -> true;
      case TYPE, SHOW, BOOKING -> false;
    };
  }

  /** Whether it holds this activity beside others of its lane. */
  boolean holds(ActivitySnapshot snapshot) {
    return switch (kind) {
      case EVERYTHING, APP -> false;
      case TYPE -> id.equals(snapshot.activityType());
      case SHOW -> id.equals(snapshot.show().ref());
      case BOOKING -> id.equals(snapshot.booking().ref());
    };
  }

  /** As {@link #parse} reads it. */
  @Override
  public String toString() {
    return kind == Kind.EVERYTHING ? WireNames.of(kind) : WireNames.of(kind) + ":" + id;
  }
}
