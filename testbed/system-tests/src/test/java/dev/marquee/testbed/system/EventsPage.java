package dev.marquee.testbed.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The lines of {@code docs/events.md} that publish an event, and the shell that they are pasted
 * into. Where there is no {@code kcat}, {@link KcatStandIn} takes its place and says so.
 */
final class EventsPage {
  private static final Pattern LINE =
      Pattern.compile("```sh\n(echo '[^\n]*\"type\":\"dev\\.marquee\\.([a-z.]+)\"[^`]*)```");
  private static final String BROKER = "localhost:9092";
  private static final int TIME_LIMIT_SECONDS = 30;

  private final Map<String, String> lines = new LinkedHashMap<>();
  private final String broker;
  private final Path folder;

  /**
   * Reads the page.
   *
   * @param broker what takes the place of the broker that the page names
   * @param folder an empty one
   */
  EventsPage(String broker, Path folder) {
    this.broker = broker;
    this.folder = folder;
    Matcher matcher = LINE.matcher(Project.read(Project.path("docs/events.md")));
    while (matcher.find()) {
      String line = matcher.group(1);
      if (line.contains("kcat -P -b " + BROKER)) {
        lines.putIfAbsent(matcher.group(2), line);
      }
    }
  }

  /** Each type's line, by its name. */
  Map<String, String> lines() {
    return Map.copyOf(lines);
  }

  String line(String type) {
    String line = lines.get(type);
    assertThat(line).as("the line that publishes " + type).isNotNull();
    return line;
  }

  /** Pastes a line into a shell, as it stands but for the broker's address. */
  void paste(String line) throws IOException, InterruptedException {
    ProcessBuilder shell =
        new ProcessBuilder("sh", "-c", line.replace(BROKER, broker)).redirectErrorStream(true);
    if (!kcatIsHere()) {
      shell.environment().merge("PATH", standIn().toString(), (path, own) -> own + ":" + path);
    }
    Process process = shell.start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(TIME_LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(output).isZero();
  }

  private static boolean kcatIsHere() throws IOException, InterruptedException {
    return new ProcessBuilder("sh", "-c", "command -v kcat")
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor()
        == 0;
  }

  private Path standIn() throws IOException {
    Path script = folder.resolve("kcat");
    if (!Files.exists(script)) {
      System.out.println("kcat is not installed; a stand-in publishes the lines of docs/events.md");
      Files.writeString(
          script,
          """
          #!/bin/sh
          exec '%s/bin/java' -cp '%s' %s "$@"
          """
              .formatted(
                  System.getProperty("java.home"),
                  System.getProperty("java.class.path"),
                  KcatStandIn.class.getName()));
      Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    }
    return folder;
  }
}
