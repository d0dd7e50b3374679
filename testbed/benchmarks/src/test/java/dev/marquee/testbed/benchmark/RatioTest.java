package dev.marquee.testbed.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class RatioTest {

  @Test
  void takesAMachineThatWarmsUpForNoGain() {
    // Given
    List<PipelineRound> quiet = rounds(5_000, 7_000, 9_000);
    List<PipelineRound> troubled = rounds(6_000, 8_000);

    // When
    Ratio ratio = Ratio.of(troubled, quiet, 0);

    // Then
    assertThat(ratio.median()).isEqualTo(1, within(1e-9));
  }

  @Test
  void tellsTheSpreadBesideTheMiddle() {
    // Given
    List<PipelineRound> quiet = rounds(1_000, 1_000, 1_000, 1_000);
    List<PipelineRound> troubled = rounds(900, 1_020, 850);

    // When
    Ratio ratio = Ratio.of(troubled, quiet, 0);

    // Then
    assertThat(ratio).hasToString("0.90 (0.85 to 1.02)");
  }

  @Test
  void comparesEachKindWithTheQuietRoundsAroundIt() {
    // Given
    List<PipelineRound> quiet = rounds(1_000, 3_000, 5_000, 7_000, 9_000);

    // When
    Ratio first = Ratio.of(rounds(1_000, 3_000), quiet, 0);
    Ratio second = Ratio.of(rounds(4_000, 8_000), quiet, 1);

    // Then
    assertThat(first).hasToString("0.50 (0.50 to 0.50)");
    assertThat(second).hasToString("1.00 (1.00 to 1.00)");
  }

  @Test
  void comparesNoRoundWithoutAQuietOneOnEachSide() {
    // When / Then
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Ratio.of(rounds(900, 900), rounds(1_000, 1_000), 0))
        .withMessage("2 quiet rounds do not lie around 2 of kind 0");
  }

  @Test
  void tellsEachTroubleOfALaneWithItsRatio() {
    // Given
    List<PipelineRound> alone = rounds(8_000, 8_000, 8_000);
    List<PipelineRound> held = rounds(7_840);
    List<PipelineRound> slow = rounds(7_200);

    // When
    String table =
        new LanesResult(
                150_000,
                100_000,
                alone,
                held,
                slow,
                Ratio.of(held, alone, 0),
                Ratio.of(slow, alone, 1),
                "1 dispatcher")
            .table();

    // Then
    assertThat(table)
        .contains("150,000 activities beside 100,000 that are due in another app's lane")
        .containsPattern("alone +8,000 ")
        .containsPattern("beside a closed lane +7,840 .* 0\\.98 \\(0\\.98 to 0\\.98\\)")
        .containsPattern("beside a slow host +7,200 .* 0\\.90 \\(0\\.90 to 0\\.90\\)");
  }

  @Test
  void tellsWhatDeadTokensLeaveOfTheLiveOnesWithTheRegistryAndWithoutIt() {
    // Given
    List<PipelineRound> alive = rounds(8_000, 8_000, 8_000);
    List<PipelineRound> amongDead = rounds(6_000);
    List<PipelineRound> apart = rounds(7_200);

    // When
    String table =
        new DeadTokensResult(
                100_000,
                20_000,
                alive,
                amongDead,
                apart,
                Ratio.of(amongDead, alive, 0),
                Ratio.of(apart, alive, 1),
                "1 dispatcher")
            .table();

    // Then
    assertThat(table)
        .contains("100,000 activities, of 20,000 of which the token is dead")
        .containsPattern("live ones among dead ones +6,000 .* 0\\.75 ")
        .containsPattern("the registry apart +7,200 .* 0\\.90 ")
        .contains("those of the live ones are 0.80 of them");
  }

  private static List<PipelineRound> rounds(double... perSecond) {
    return DoubleStream.of(perSecond)
        .mapToObj(
            rate -> new PipelineRound(rate, new Phase(5_000, rate, 600, 900, 1_000), Map.of(), 1))
        .toList();
  }
}
