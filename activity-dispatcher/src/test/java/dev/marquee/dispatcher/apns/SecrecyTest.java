package dev.marquee.dispatcher.apns;

import static dev.marquee.dispatcher.apns.TestApns.pushTo;
import static dev.marquee.dispatcher.apns.TestApns.send;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.testbed.apns.ApnsReason;
import dev.marquee.testbed.apns.Fault;
import dev.marquee.testbed.apns.FaultRule;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.UnaryOperator;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tokens and keys stay out of every text, whatever goes wrong and however much is logged. */
@Timeout(60)
class SecrecyTest {

  @TempDir Path directory;

  @Test
  void neitherLogsNorOutcomesShowTokensOrKeys() {
    try (var apns = new TestApns(directory, UnaryOperator.identity());
        var log = new EverythingLogged()) {
      // Given
      VertxApnsClient client = apns.client(1, Duration.ofMillis(300), 100);
      String token = apns.issuedToken(1);
      List<String> texts = new ArrayList<>();

      // When
      for (Fault fault : faults()) {
        try (var _ = apns.simulator().faults().inject(FaultRule.always(fault).times(1))) {
          texts.add(send(client, pushTo(token)).toString());
        }
      }
      apns.simulator().goAwayAll("Shutdown");
      apns.stop();
      texts.add(pushTo(token).toString());
      texts.add(
          client
              .send(pushTo(token), TestApns.deadlineIn(Duration.ofMillis(300)))
              .toCompletableFuture()
              .join()
              .toString());
      ProviderToken providerToken = ProviderToken.sign(keyOf(apns), Instant.EPOCH);
      texts.add(providerToken.toString());
      texts.add(keyOf(apns).toString());

      // Then
      texts.addAll(log.texts());
      assertThat(texts)
          .anyMatch(text -> text.contains("is given up"))
          .noneMatch(text -> text.contains(token))
          .noneMatch(text -> text.contains(providerToken.authorization().subSequence(7, 40)))
          .noneMatch(text -> text.contains("PRIVATE KEY"))
          .noneMatch(text -> text.contains(apns.key.privateKey().getS().toString()));
    }
  }

  private static List<Fault> faults() {
    return List.of(
        new Fault.AnswerWith(ApnsReason.BAD_DEVICE_TOKEN),
        new Fault.AnswerWith(ApnsReason.INVALID_PROVIDER_TOKEN),
        new Fault.AnswerWith(418, "Teapot", null),
        new Fault.AnswerWith(ApnsReason.SHUTDOWN),
        new Fault.ResetStream(Fault.REFUSED_STREAM, false),
        new Fault.ResetStream(Fault.INTERNAL_ERROR, false),
        new Fault.LoseAnswer(),
        new Fault.CloseConnection(false));
  }

  private ApnsKey keyOf(TestApns apns) {
    return ApnsKey.load(
        "key", requireNonNull(apns.config(1, Duration.ofSeconds(1), 1).keys().get("tickets")));
  }

  /** Collects what the client and the libraries under it log, at every level. */
  private static final class EverythingLogged extends Handler implements AutoCloseable {

    private static final List<Logger> LOGGERS =
        List.of(
            Logger.getLogger("dev.marquee.dispatcher.apns"),
            Logger.getLogger("io.netty"),
            Logger.getLogger("io.vertx"));

    private static final PatternFormatter MESSAGE_AND_TRACE = new PatternFormatter("%s%e");

    private final ConcurrentLinkedQueue<String> texts = new ConcurrentLinkedQueue<>();
    private final List<Level> levels = new ArrayList<>();

    EverythingLogged() {
      for (Logger logger : LOGGERS) {
        levels.add(logger.getLevel());
        logger.setLevel(Level.ALL);
        logger.setUseParentHandlers(false);
        logger.addHandler(this);
      }
    }

    List<String> texts() {
      return List.copyOf(texts);
    }

    @Override
    public void publish(LogRecord logged) {
      texts.add(MESSAGE_AND_TRACE.format(ExtLogRecord.wrap(logged)));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
      for (int i = 0; i < LOGGERS.size(); i++) {
        LOGGERS.get(i).removeHandler(this);
        LOGGERS.get(i).setUseParentHandlers(true);
        LOGGERS.get(i).setLevel(levels.get(i));
      }
    }
  }
}
