package dev.marquee.types.compatibility;

import dev.marquee.types.definition.ActivityType;
import dev.marquee.types.definition.Content;
import dev.marquee.types.definition.Field;
import dev.marquee.types.swift.SwiftTypeName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a change of a type would break. An installed app decodes new payloads with the old struct,
 * and an updated app decodes, with the new struct, the cards that are on the phone already. A card
 * that does not decode shows nothing, and nobody is told.
 */
public final class Compatibility {
  private final List<String> breaks = new ArrayList<>();

  private Compatibility() {}

  /** One sentence for each thing that breaks; none if the change is safe. */
  public static List<String> breaks(ActivityType old, ActivityType changed) {
    Compatibility compatibility = new Compatibility();
    compatibility.compareNames(old, changed);
    compatibility.compareFields("attributes", old.attributes(), changed.attributes());
    compatibility.compareFields("content-state", old.contentState(), changed.contentState());
    return List.copyOf(compatibility.breaks);
  }

  private void compareNames(ActivityType old, ActivityType changed) {
    if (!old.name().equals(changed.name())) {
      breaks.add(
          "the type was %s and is %s: installed apps have no struct of that name, so no card appears"
              .formatted(old.name(), changed.name()));
    }
  }

  private void compareFields(String part, Map<String, Field> old, Map<String, Field> changed) {
    old.forEach((name, before) -> {
      Field after = changed.get(name);
      if (after == null) {
        compareRemoved(part, name, before);
      } else {
        compareField(part + "." + name, before, after);
      }
    });
    changed.forEach((name, field) -> {
      if (field.required() && !old.containsKey(name)) {
        breaks.add(
            ("%s.%s is new and required: an app with the new struct cannot decode the cards that run"
                    + " already; make it optional")
                .formatted(part, name));
      }
    });
  }

  private void compareRemoved(String part, String name, Field before) {
    if (before.required()) {
      breaks.add("%s.%s is gone, and installed apps require it".formatted(part, name));
    }
  }

  private void compareField(String path, Field before, Field after) {
    String formBefore = form(before.content());
    String formAfter = form(after.content());
    if (!formBefore.equals(formAfter)) {
      breaks.add(
          "%s was %s (Swift %s) and is %s (Swift %s): installed apps read it as the former"
              .formatted(
                  path,
                  formBefore,
                  SwiftTypeName.of(before.content()),
                  formAfter,
                  SwiftTypeName.of(after.content())));
    }
    if (before.required() && !after.required()) {
      breaks.add(
          "%s was required and is optional: installed apps cannot decode a card without it"
              .formatted(path));
    }
    if (!before.required() && after.required()) {
      breaks.add(
          ("%s was optional and is required: an app with the new struct cannot decode the cards that"
                  + " run already and lack it")
              .formatted(path));
    }
  }

  /** How a value is written: what both sides have to agree on. */
  private static String form(Content content) {
    return switch (content) {
      case Content.Text _ -> "text";
      case Content.Flag _ -> "boolean";
      case Content.Colour _ -> "colour";
      case Content.Url _ -> "url";
      case Content.Figure figure -> "number as " + figure.encoding().encodingName();
      case Content.Date date -> "date as " + date.encoding().encodingName();
    };
  }
}
