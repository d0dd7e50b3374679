package dev.marquee.testbed.phone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The list of what phones do, in docs/virtual-iphones.md: every rule with a test that exists. */
@Timeout(10)
class RuleListTest {
  private static final Path PAGE = Path.of("../../docs/virtual-iphones.md");
  private static final Pattern TEST = Pattern.compile("`(\\w+Test)\\.(\\w+)`");

  @Test
  void namesTestsThatExist() throws Exception {
    // Given
    List<String> rules =
        Files.readAllLines(PAGE).stream()
            .dropWhile(line -> !line.startsWith("| rule"))
            .skip(2)
            .takeWhile(line -> line.startsWith("| "))
            .toList();

    // When / Then
    assertThat(rules).hasSizeGreaterThan(25);
    for (String rule : rules) {
      List<String> tests = TEST.matcher(rule).results().map(found -> found.group()).toList();
      assertThat(tests).as(rule).isNotEmpty().allMatch(RuleListTest::exists);
    }
  }

  private static boolean exists(String test) {
    String[] parts = test.replace("`", "").split("\\.", 2);
    try {
      Class<?> tests = Class.forName(RuleListTest.class.getPackageName() + "." + parts[0]);
      return Arrays.stream(tests.getDeclaredMethods())
          .anyMatch(method -> method.getName().equals(parts[1]));
    } catch (ClassNotFoundException e) {
      return false;
    }
  }
}
