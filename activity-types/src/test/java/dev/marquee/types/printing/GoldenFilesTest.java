package dev.marquee.types.printing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.types.definition.ActivityType;
import dev.marquee.types.reading.ActivityTypeFiles;
import dev.marquee.types.schema.SchemaPrinter;
import dev.marquee.types.swift.SwiftPrinter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * What is printed of the definitions that ship, byte by byte. After a change that is meant, run
 * with {@code -Dmarquee.golden.write=true} and read the difference.
 */
@Timeout(10)
class GoldenFilesTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden");

  static final List<Path> SHIPPED =
      List.of(
          Path.of("src/main/resources/activity-types/TicketAttributes.yaml"),
          Path.of("../samples/activity-types/FlightAttributes.yaml"));

  @ParameterizedTest
  @FieldSource("SHIPPED")
  void theSchemaIsAsItWas(Path file) throws IOException {
    ActivityType type = ActivityTypeFiles.read(file);
    assertSame(type.name() + ".schema.json", SchemaPrinter.print(type));
  }

  @ParameterizedTest
  @FieldSource("SHIPPED")
  void theSwiftSourceIsAsItWas(Path file) throws IOException {
    ActivityType type = ActivityTypeFiles.read(file);
    assertSame(type.name() + ".swift", SwiftPrinter.print(type));
  }

  private static void assertSame(String file, String printed) throws IOException {
    Path golden = GOLDEN.resolve(file);
    if (Boolean.getBoolean("marquee.golden.write")) {
      Files.writeString(golden, printed);
    }
    assertThat(printed).isEqualTo(Files.readString(golden));
  }
}
