package dev.marquee.testbed.evening;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/** The evening as three files of JSON Lines: {@code shows}, {@code people} and {@code script}. */
public final class EveningFiles {

  private static final String SHOWS = "shows.jsonl";
  private static final String PEOPLE = "people.jsonl";
  private static final String SCRIPT = "script.jsonl";

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .registerModule(
              new SimpleModule("evening")
                  .addSerializer(ZoneId.class, ToStringSerializer.instance)
                  .addDeserializer(ZoneId.class, new ZoneReader())
                  .addSerializer(Duration.class, new OffsetWriter())
                  .addDeserializer(Duration.class, new OffsetReader()));

  private EveningFiles() {}

  /**
   * Reads an evening.
   *
   * @throws UncheckedIOException when a file is missing
   * @throws IllegalArgumentException naming file and line when a line cannot be read
   */
  public static Evening read(Path folder) {
    return new Evening(
        readLines(folder.resolve(SHOWS), Show.class),
        readLines(folder.resolve(PEOPLE), Person.class),
        readLines(folder.resolve(SCRIPT), ScriptLine.class));
  }

  /** Writes an evening over whatever the folder holds. */
  static void write(Evening evening, Path folder) {
    writeLines(folder.resolve(SHOWS), evening.shows());
    writeLines(folder.resolve(PEOPLE), evening.people());
    writeLines(folder.resolve(SCRIPT), evening.script());
  }

  private static <T> List<T> readLines(Path file, Class<T> type) {
    try {
      List<T> values = new ArrayList<>();
      int number = 0;
      for (String line : Files.readAllLines(file)) {
        number++;
        try {
          values.add(JSON.readValue(line, type));
        } catch (IOException e) {
          throw new IllegalArgumentException(file + ", line " + number + ": " + e.getMessage(), e);
        }
      }
      return values;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  private static void writeLines(Path file, List<?> values) {
    try {
      StringBuilder text = new StringBuilder();
      for (Object value : values) {
        text.append(JSON.writeValueAsString(value)).append('\n');
      }
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  /** An offset as people write it: {@code -P2DT3H10M}, not {@code PT-51H-10M}. */
  static String offset(Duration duration) {
    Duration size = duration.abs();
    StringBuilder text = new StringBuilder(duration.isNegative() ? "-P" : "P");
    if (size.toDays() > 0) {
      text.append(size.toDays()).append('D');
    }
    Duration rest = size.minusDays(size.toDays());
    if (!rest.isZero() || size.isZero()) {
      text.append(rest.toString(), 1, rest.toString().length());
    }
    return text.toString();
  }

  private static final class OffsetWriter extends StdSerializer<Duration> {
    private static final long serialVersionUID = 1L;

    OffsetWriter() {
      super(Duration.class);
    }

    @Override
    public void serialize(Duration value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writeString(offset(value));
    }
  }

  private static final class OffsetReader extends StdDeserializer<Duration> {
    private static final long serialVersionUID = 1L;

    OffsetReader() {
      super(Duration.class);
    }

    @Override
    public Duration deserialize(JsonParser in, DeserializationContext context) throws IOException {
      return Duration.parse(in.getText());
    }
  }

  private static final class ZoneReader extends StdDeserializer<ZoneId> {
    private static final long serialVersionUID = 1L;

    ZoneReader() {
      super(ZoneId.class);
    }

    @Override
    public ZoneId deserialize(JsonParser in, DeserializationContext context) throws IOException {
      return ZoneId.of(in.getText());
    }
  }
}
