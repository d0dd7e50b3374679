package dev.marquee.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the registry logged while all other tests ran: they come before this one. */
@QuarkusTest
@QuarkusTestResource(RegistryBackends.class)
@Order(Integer.MAX_VALUE)
@Timeout(60)
class LogOfTheSuiteComponentTest {
  private static final Logger LOG = Logger.getLogger(LogOfTheSuiteComponentTest.class);

  /** Enough of a secret to be worth something to a reader. */
  private static final int TELLING = 16;

  @Test
  void noTokenAndNoCredentialOfAnyTestIsInTheLog() throws IOException {
    // Given
    InstalledApp app = InstalledApp.signedIn("zoe");
    app.putStartToken("TicketAttributes", "{\"token\": \"%s\"}".formatted(Tokens.fresh("0123")));
    LOG.info("the log of the suite is read");
    Set<String> secrets = new TreeSet<>();
    Stream.concat(Tokens.issued().stream(), InstalledApp.credentials().stream())
        .map(secret -> secret.substring(0, TELLING))
        .forEach(secrets::add);

    // When
    List<String> lines = Files.readAllLines(RegistryBackends.LOG);

    // Then
    assertThat(lines).anyMatch(line -> line.contains("the log of the suite is read"));
    assertThat(lines).noneMatch(line -> secrets.stream().anyMatch(line::contains));
  }
}
