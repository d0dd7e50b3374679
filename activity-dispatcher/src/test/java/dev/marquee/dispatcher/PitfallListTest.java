package dev.marquee.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Member;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The pitfalls in docs/adr/0022: each with a test that exists, or with why there is none. */
@Timeout(10)
class PitfallListTest {
  private static final Path PAGE = Path.of("../docs/adr/0022-apns-over-nettys-http2.md");
  private static final Pattern TEST = Pattern.compile("`(\\w+Test)\\.(\\w+)`");

  @Test
  void namesTestsThatExist() throws Exception {
    // Given
    List<String> pitfalls =
        Files.readAllLines(PAGE).stream()
            .dropWhile(line -> !line.startsWith("| pitfall"))
            .skip(2)
            .takeWhile(line -> line.startsWith("| "))
            .toList();

    // When / Then
    assertThat(pitfalls).hasSizeGreaterThan(20);
    for (String pitfall : pitfalls) {
      List<MatchResult> tests = TEST.matcher(pitfall).results().toList();
      assertThat(tests).as(pitfall).allMatch(PitfallListTest::exists);
      assertThat(tests.isEmpty()).as(pitfall).isEqualTo(pitfall.contains("| none: "));
    }
  }

  private static boolean exists(MatchResult test) {
    return Stream.of("", "apns.")
        .map(folder -> PitfallListTest.class.getPackageName() + "." + folder + test.group(1))
        .flatMap(PitfallListTest::members)
        .anyMatch(member -> member.getName().equals(test.group(2)));
  }

  private static Stream<Member> members(String className) {
    try {
      Class<?> tests = Class.forName(className);
      return Stream.concat(
          Arrays.stream(tests.getDeclaredMethods()), Arrays.stream(tests.getDeclaredFields()));
    } catch (ClassNotFoundException _) {
      return Stream.empty();
    }
  }
}
