package dev.marquee.testbed.apns;

import static dev.marquee.testbed.apns.Provider.TOKEN;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The two npm packages that most Node servers push with, {@code apns2} and {@code @parse/node-apn}.
 * Where Node or they are not installed it says so, and is skipped; {@code ./marquee test} installs
 * them.
 */
@Timeout(60)
class NodeClientsTest {
  private static final Path SCRIPTS = Path.of("src/test/clients").toAbsolutePath();
  private static final String DEAD_TOKEN = "0d".repeat(80);

  @TempDir Path folder;

  /** They date their provider tokens by the system's clock. */
  private final Provider provider = new Provider(builder -> builder.clock(InstantSource.system()));

  @AfterEach
  void close() {
    provider.close();
  }

  @Test
  void getOnWithTheSimulatorAsWithTheRealService() throws Exception {
    // Given
    require(isOnPath("node"), "Node is not installed");
    require(
        Files.isDirectory(SCRIPTS.resolve("node_modules/apns2"))
            && Files.isDirectory(SCRIPTS.resolve("node_modules/@parse/node-apn")),
        "apns2 and @parse/node-apn are not: npm ci in testbed/apns-simulator/src/test/clients");
    TokenDirectory tokens = provider.apns.tokens();
    tokens.issue(DEAD_TOKEN, PushClient.BUNDLE_ID, ApnsEnvironment.PRODUCTION, provider.phone);
    tokens.retire(DEAD_TOKEN, ApnsReason.UNREGISTERED, Instant.EPOCH);
    writeKeys();

    // When
    List<String> answers = play();

    // Then
    assertThat(answers)
        .containsExactlyElementsOf(
            Stream.of("apns2", "@parse/node-apn")
                .flatMap(client ->
                    Stream.of(
                            "start: 200",
                            "update: 200",
                            "end: 200",
                            "oversized payload: 413 PayloadTooLarge",
                            "dead token: 410 Unregistered",
                            "wrong key: 403 InvalidProviderToken")
                        .map(answer -> client + ": " + answer))
                .toList());
    assertThat(provider.phone.received)
        .extracting(PushRequest::event)
        .containsExactly("start", "update", "end", "start", "update", "end");
  }

  private void writeKeys() throws IOException {
    Files.writeString(folder.resolve("key.p8"), provider.key.p8());
    Files.writeString(
        folder.resolve("wrong-key.p8"),
        DeveloperKey.generate(provider.key.teamId(), provider.key.keyId()).p8());
    provider.apns.tlsIdentity().writeCertificate(folder.resolve("certificate.pem"));
  }

  private List<String> play() throws IOException, InterruptedException {
    Process node =
        new ProcessBuilder(
                "node",
                "play.js",
                Integer.toString(provider.apns.port()),
                folder.toString(),
                TOKEN,
                DEAD_TOKEN)
            .directory(SCRIPTS.toFile())
            .redirectErrorStream(true)
            .start();
    List<String> told = new String(node.getInputStream().readAllBytes(), UTF_8).lines().toList();
    assertThat(node.waitFor()).as(String.join("\n", told)).isZero();
    return told;
  }

  private static void require(boolean there, String otherwise) {
    if (!there) {
      System.out.println("SKIPPED, no Node client met the APNs simulator: " + otherwise);
    }
    assumeTrue(there, otherwise);
  }

  private static boolean isOnPath(String program) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
        .anyMatch(entry -> Files.isExecutable(Path.of(entry, program)));
  }
}
