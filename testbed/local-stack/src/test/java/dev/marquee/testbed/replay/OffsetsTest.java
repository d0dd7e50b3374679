package dev.marquee.testbed.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.marquee.testbed.replay.TopicScan.Range;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class OffsetsTest {

  @Test
  void keepsNeighboursAsOneRangeInWhateverOrderTheyCome() {
    // Given
    Offsets offsets = new Offsets();

    // When
    offsets.add(2);
    offsets.add(0);
    offsets.add(44);
    offsets.add(1);
    offsets.add(1);

    // Then
    assertThat(offsets).hasToString("0-2,44");
    assertThat(offsets.count()).isEqualTo(4);
    assertThat(offsets.range()).isEqualTo(new Range(0, 45));
  }

  @Test
  void holdsWhatWasAddedAndNothingElse() {
    // Given
    long seed = new Random().nextLong();
    System.out.println("OffsetsTest seed " + seed);
    Random random = new Random(seed);
    Offsets offsets = new Offsets();
    Set<Long> expected = new TreeSet<>();

    // When
    for (int each = 0; each < 500; each++) {
      long first = random.nextLong(1_000);
      long last = first + random.nextLong(4);
      offsets.addAll(Offsets.parse(first + "-" + last));
      for (long offset = first; offset <= last; offset++) {
        expected.add(offset);
      }
    }

    // Then
    Offsets read = Offsets.parse(offsets.toString());
    for (long offset = 0; offset < 1_010; offset++) {
      assertThat(read.contains(offset))
          .as("seed %d, %d", seed, offset)
          .isEqualTo(expected.contains(offset));
    }
    assertThat(read.count()).isEqualTo(expected.size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "all", "1-", "-1", "1,,2", "1 2"})
  void refusesWhatIsNoNote(String text) {
    assertThatThrownBy(() -> Offsets.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
