package dev.marquee.dispatcher.database;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The JSON in which values and batches of rows go to and come from PostgreSQL: records by their
 * component names, times in ISO 8601. A component may be added; renaming one needs a migration.
 * Stateless; any thread.
 */
public final class FacetJson {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private static final ObjectMapper ROWS =
      JSON.copy()
          .setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .setDefaultPropertyInclusion(JsonInclude.Include.NON_NULL);

  private FacetJson() {}

  /**
   * A batch of rows for {@code json_to_recordset}: components become columns in snake case, nulls
   * are left out, which costs both sides less.
   */
  public static String writeRows(Collection<? extends Record> rows) {
    return write(ROWS, rows);
  }

  /** A value as JSON; a null becomes SQL's null. */
  public static @Nullable String writeNullable(@Nullable Object value) {
    return value == null ? null : write(value);
  }

  /** A value as JSON. */
  public static String write(Object value) {
    return write(JSON, value);
  }

  private static String write(ObjectMapper mapper, Object value) {
    try {
      return mapper.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The value of a JSON text that {@link #write} wrote. */
  public static <T> T read(String json, Class<T> type) {
    try {
      return JSON.readValue(json, type);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The map by text of a JSON text that {@link #write} wrote. */
  public static <T> Map<String, T> readMap(String json, Class<T> type) {
    try {
      return JSON.readValue(
          json, JSON.getTypeFactory().constructMapType(Map.class, String.class, type));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
