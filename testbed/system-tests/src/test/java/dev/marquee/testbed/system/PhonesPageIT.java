package dev.marquee.testbed.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.marquee.testbed.launch.Marquee;
import dev.marquee.testbed.stack.StackPorts;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A visitor on the page of {@code ./marquee up}, in headless Chromium. Its pictures are left in
 * {@code target/phones-page}. Where there is no browser it says so, and is skipped.
 */
@Timeout(value = 6, unit = TimeUnit.MINUTES)
class PhonesPageIT {

  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final String ADDRESS = "Its phones: ";
  private static final Path SCRIPTS = Project.path("testbed/system-tests/src/test/page");

  @TempDir Path state;

  private final int portOffset =
      new SplittableRandom(ProcessHandle.current().pid() + 1).nextInt(200, 9_000);
  private final List<String> said = new CopyOnWriteArrayList<>();
  private @Nullable Process up;

  @AfterEach
  void stop() throws InterruptedException {
    if (up != null) {
      up.destroy();
      up.waitFor();
    }
  }

  @Test
  void aVisitorSeesAWholeEvening() throws Exception {
    // Given
    String chromium =
        program("chromium", "chromium-browser", "google-chrome").map(Path::toString).orElse("");
    String node = program("node").map(Path::toString).orElse("");
    require(!chromium.isEmpty(), "Chromium is not installed");
    require(!node.isEmpty(), "Node is not installed");
    require(
        Files.isDirectory(SCRIPTS.resolve("node_modules/playwright-core")),
        "playwright-core is not installed: npm ci in " + Project.ROOT.relativize(SCRIPTS));
    String address = start();
    Path pictures = Project.path("testbed/system-tests/target/phones-page");

    // When
    Process visitor =
        new ProcessBuilder(node, "story.js", address, chromium, pictures.toString())
            .directory(SCRIPTS.toFile())
            .redirectErrorStream(true)
            .start();
    String told = new String(visitor.getInputStream().readAllBytes(), UTF_8);

    // Then
    assertThat(visitor.waitFor()).as(told + String.join("\n", said)).isZero();
    assertThat(pictures.resolve("phones.png")).isNotEmptyFile();
  }

  /** Returns the address of the page, once everything runs. */
  private String start() throws Exception {
    ProcessBuilder builder = JavaProcess.of(state, Marquee.class, "up");
    builder.environment().put(StackPorts.OFFSET_VARIABLE, Integer.toString(portOffset));
    Process process = builder.start();
    up = process;
    Thread.ofVirtual().start(() -> process.inputReader().lines().forEach(said::add));
    return await()
        .atMost(LIMIT)
        .until(
            () -> said.stream().filter(line -> line.contains(ADDRESS)).findFirst(),
            Optional::isPresent)
        .map(line -> line.substring(line.indexOf(ADDRESS) + ADDRESS.length()).strip())
        .orElseThrow();
  }

  private static void require(boolean there, String otherwise) {
    if (!there) {
      System.out.println("SKIPPED, nobody looked at the phones page: " + otherwise);
    }
    assumeTrue(there, otherwise);
  }

  /** The first of these programs that is on the path. */
  private static Optional<Path> program(String... names) {
    String path = System.getenv().getOrDefault("PATH", "");
    return Stream.of(names)
        .flatMap(name ->
            Stream.of(path.split(File.pathSeparator, -1)).map(folder -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
