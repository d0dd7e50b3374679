package dev.marquee.dispatcher.activity;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;

/** Reads an {@link ActivityType} from the text of its YAML file. Stateless; any thread. */
public final class ActivityTypeReader {
  private static final ObjectMapper YAML =
      YAMLMapper.builder()
          .addModule(new JavaTimeModule())
          .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
          .build();

  private ActivityTypeReader() {}

  /**
   * The activity type that a YAML text defines.
   *
   * @param file what to call the text in errors
   * @throws IllegalArgumentException with the file, the line and a sentence, when the text defines
   *     no type
   */
  public static ActivityType read(String file, String text) {
    try {
      return YAML.readValue(text, ActivityType.class);
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
      throw new IllegalArgumentException(
          "%s, line %d: %s".formatted(file, line, e.getOriginalMessage()), e);
    }
  }
}
