package dev.marquee.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tokens and credentials in the logs: nowhere, whatever goes wrong. */
@QuarkusTest
@QuarkusTestResource(RegistryBackends.class)
@Timeout(60)
class SecretsComponentTest {
  private static final Logger ROOT = Logger.getLogger("");
  private static final String TOKEN = "5ec7e7".repeat(25);

  private final RecordingLog log = new RecordingLog();

  @BeforeEach
  void record() {
    ROOT.addHandler(log);
  }

  @AfterEach
  void stopRecording() {
    ROOT.removeHandler(log);
  }

  @Test
  void noTokenOrCredentialIsLoggedWhateverGoesWrong() {
    // Given
    InstalledApp app = InstalledApp.fresh();
    ROOT.warning("the log is recorded");

    // When
    app.signIn("sina", "{\"startTokens\": {\"T\": \"%s\"}}".formatted(TOKEN)).statusCode(200);
    app.putStartToken("T", "{\"token\": \"%sx\"}".formatted(TOKEN)).statusCode(400);
    app.putStartToken("T", "{\"token\": {\"a\": \"%s\"}}".formatted(TOKEN)).statusCode(400);
    app.putStartToken("T", "{\"token\": \"%s\"".formatted(TOKEN)).statusCode(400);
    app.putActivity(TOKEN, "{\"bookingId\": \"b\", \"state\": \"%s\"}".formatted(TOKEN))
        .statusCode(400);
    app.asDevice().get("/v1/devices/{id}", "another").then().statusCode(403);

    // Then
    assertThat(log.lines).anyMatch(line -> line.contains("the log is recorded"));
    assertThat(log.lines)
        .noneMatch(line -> line.contains("5ec7e75ec7e7"))
        .noneMatch(line -> line.contains(app.credential().substring(0, 12)));
  }

  private static final class RecordingLog extends Handler {
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final SimpleFormatter formatter = new SimpleFormatter();

    RecordingLog() {
      setLevel(Level.ALL);
    }

    @Override
    public void publish(LogRecord entry) {
      lines.add(formatter.format(entry));
    }

    @Override
    public void flush() {
      // Nothing waits.
    }

    @Override
    public void close() {
      // Nothing is open.
    }
  }
}
