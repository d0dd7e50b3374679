package dev.marquee.testbed.launch;

import dev.marquee.contracts.envelope.MalformedEventException;
import dev.marquee.testbed.launch.EventLines.EventLine;
import dev.marquee.testbed.stack.Upstream;
import dev.marquee.testbed.terminal.Terminal;
import dev.marquee.testbed.terminal.Terminal.Style;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.apache.kafka.common.KafkaException;

/**
 * Publishes events from a file or from standard input: one CloudEvent in JSON a line.
 *
 * <p>A file is checked whole before its first event is sent: where one line is wrong, none is sent.
 * Standard input may never end, so each line is checked and sent as it comes, and the first wrong
 * one ends it. In both, wrong lines are told by number and can be skipped on demand.
 */
final class PublishCommand implements Command {
  /** How many wrong lines are told one by one. */
  private static final int TOLD_LIMIT = 20;

  private final Terminal terminal;
  private final EventCheck check;
  private final InputStream standardInput;
  private final String standardBroker;

  PublishCommand(
      Terminal terminal, InstantSource time, InputStream standardInput, String standardBroker) {
    this.terminal = terminal;
    this.check = new EventCheck(time);
    this.standardInput = standardInput;
    this.standardBroker = standardBroker;
  }

  @Override
  public int run(List<String> arguments) throws IOException {
    PublishArguments wanted = PublishArguments.parse(arguments, standardBroker);
    if (wanted == null) {
      terminal.line(PublishArguments.USAGE);
      return MISUSED;
    }
    if (wanted.isStream()) {
      return publish(wanted, PublishProgress.UNKNOWN);
    }
    if (!Files.isReadable(Path.of(wanted.file())) || Files.isDirectory(Path.of(wanted.file()))) {
      terminal.line("There is no file " + wanted.file() + " to read.");
      return MISUSED;
    }
    Lines lines = checkAll(wanted);
    if (lines.wrong > 0 && !wanted.skipInvalid()) {
      terminal.line(
          "Nothing was published, because %s cannot be read: mend %s, or publish the others with --skip-invalid."
              .formatted(
                  lines.wrong == 1 ? "1 line" : lines.wrong + " lines",
                  lines.wrong == 1 ? "it" : "them"));
      return FAILED;
    }
    return publish(wanted, lines.right);
  }

  /** Reads the file once and sends nothing, so that a wrong line at its end comes in time. */
  private Lines checkAll(PublishArguments wanted) throws IOException {
    Lines lines = new Lines();
    try (EventLines input = open(wanted)) {
      for (EventLine line = input.next(); line != null; line = input.next()) {
        try {
          check.check(line.bytes());
          lines.right++;
        } catch (MalformedEventException e) {
          tell(++lines.wrong, line, e);
        }
      }
    }
    if (lines.wrong > TOLD_LIMIT) {
      terminal.line("… and %d more".formatted(lines.wrong - TOLD_LIMIT));
    }
    return lines;
  }

  private int publish(PublishArguments wanted, long total) throws IOException {
    PublishProgress progress = new PublishProgress(terminal, System::nanoTime, total);
    long wrong = 0;
    try (EventLines input = open(wanted);
        Upstream upstream = new Upstream(wanted.broker())) {
      Publication publication = new Publication(upstream);
      for (EventLine line = input.next();
          line != null && publication.failure() == null;
          line = input.next()) {
        try {
          publication.send(check.check(line.bytes()));
          progress.at(publication.acknowledged());
        } catch (MalformedEventException e) {
          wrong++;
          if (wanted.isStream()) {
            tell(wrong, line, e);
          }
          if (!wanted.skipInvalid()) {
            terminal.line("Stopped there; --skip-invalid would have gone on.");
            break;
          }
        }
      }
      publication.await();
      progress.end(publication.acknowledged());
      String failure = publication.failure();
      if (failure != null) {
        terminal.line(
            terminal.styled(
                Style.BAD, "The broker at " + wanted.broker() + " took no more: " + failure));
      }
      return failure == null && wrong == 0 ? DONE : FAILED;
    } catch (KafkaException e) {
      terminal.line(
          "%s is no broker: %s"
              .formatted(wanted.broker(), e.getCause() == null ? e : e.getCause()));
      return MISUSED;
    }
  }

  private void tell(long howMany, EventLine line, MalformedEventException error) {
    if (howMany <= TOLD_LIMIT) {
      terminal.clear();
      terminal.line(
          terminal.styled(Style.BAD, "line " + line.number()) + ": " + error.getMessage());
    }
  }

  private EventLines open(PublishArguments wanted) throws IOException {
    return new EventLines(
        wanted.isStream() ? standardInput : Files.newInputStream(Path.of(wanted.file())));
  }

  /** How many lines of a file are events, and how many are not. */
  private static final class Lines {
    private long right;
    private long wrong;
  }
}
