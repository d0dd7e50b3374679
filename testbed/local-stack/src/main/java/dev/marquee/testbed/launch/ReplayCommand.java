package dev.marquee.testbed.launch;

import dev.marquee.testbed.replay.DeadLetterTopic;
import dev.marquee.testbed.replay.Replay;
import dev.marquee.testbed.replay.ReplayException;
import dev.marquee.testbed.replay.ReplayPlan;
import dev.marquee.testbed.stack.Topics;
import dev.marquee.testbed.terminal.Terminal;
import dev.marquee.testbed.terminal.Terminal.Style;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.common.KafkaException;

/**
 * Publishes dead letters again, once their cause is mended. Counts them first, and does no more
 * unless told to. Repeating it is safe: what was replayed is noted, and events carry versions.
 */
final class ReplayCommand implements Command {
  /** How many reasons are told one by one. */
  private static final int TOLD_LIMIT = 20;

  private final Terminal terminal;
  private final String standardBroker;

  ReplayCommand(Terminal terminal, String standardBroker) {
    this.terminal = terminal;
    this.standardBroker = standardBroker;
  }

  @Override
  public int run(List<String> arguments) {
    ReplayArguments wanted = ReplayArguments.parse(arguments, standardBroker);
    if (wanted == null) {
      terminal.line(ReplayArguments.USAGE);
      return MISUSED;
    }
    if (wanted.topic().equals(Topics.PUSHES_DLQ)) {
      terminal.line(
          "What lies on %s are pushes, not events: POST /v1/dead-letters/replay of the dispatcher decides on them anew."
              .formatted(Topics.PUSHES_DLQ));
      return MISUSED;
    }
    try (DeadLetterTopic letters = new DeadLetterTopic(wanted.broker(), wanted.topic())) {
      if (wanted.publishes()) {
        publish(letters, wanted);
      } else {
        tell(wanted.topic(), letters.plan(wanted.filter()));
        terminal.line("Nothing was sent; --yes sends.");
      }
      return DONE;
    } catch (ReplayException e) {
      terminal.clear();
      terminal.line(terminal.styled(Style.BAD, String.valueOf(e.getMessage())));
      return FAILED;
    } catch (KafkaException e) {
      terminal.line(
          terminal.styled(
              Style.BAD,
              "The broker at %s does not answer: %s"
                  .formatted(
                      wanted.broker(), (e.getCause() == null ? e : e.getCause()).getMessage())));
      return FAILED;
    }
  }

  private void publish(DeadLetterTopic letters, ReplayArguments wanted) {
    try (Replay replay = letters.begin()) {
      ReplayPlan plan = letters.plan(wanted.filter());
      tell(wanted.topic(), plan);
      if (plan.size() == 0) {
        return;
      }
      PublishProgress progress = new PublishProgress(terminal, System::nanoTime, plan.size());
      long[] published = {0};
      try {
        replay.publish(
            plan,
            soFar -> {
              published[0] = soFar;
              progress.at(soFar);
            });
      } finally {
        progress.end(published[0]);
      }
    }
  }

  private void tell(String topic, ReplayPlan plan) {
    terminal.line(topic + " holds " + letters(plan.letters()) + ".");
    tell(plan.before(), "replayed before");
    tell(plan.otherwise(), "not asked for");
    tell(plan.homeless(), "without a topic to go back to");
    tell(plan.overtaken(), "overtaken by a newer record of the same key");
    tell(plan.later(), "more than one replay takes: run it again for them");
    plan.destinations().forEach((to, count) -> tell(count, "go back to " + to));
    plan.reasons().entrySet().stream()
        .limit(TOLD_LIMIT)
        .forEach(each -> tell(each.getValue(), "    " + each.getKey()));
    if (plan.reasons().size() > TOLD_LIMIT) {
      tell(plan.reasons().size() - TOLD_LIMIT, "    other reasons");
    }
    if (plan.size() == 0) {
      terminal.line("Nothing goes back.");
    }
  }

  private void tell(long count, String what) {
    if (count > 0) {
      terminal.line(String.format(Locale.ROOT, "%,10d  %s", count, what));
    }
  }

  private static String letters(long count) {
    return count == 1 ? "1 dead letter" : String.format(Locale.ROOT, "%,d dead letters", count);
  }
}
