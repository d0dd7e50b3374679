package dev.marquee.testbed.stack;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a service is told by its operator, kept as the {@code config/application.properties} that a
 * packaged Quarkus application reads from its working directory: nothing secret shows in a list of
 * processes, and whoever looks finds every setting in one place.
 */
record ServiceSettings(Map<String, String> properties) {

  ServiceSettings {
    properties = Map.copyOf(properties);
  }

  static ServiceSettings empty() {
    return new ServiceSettings(Map.of());
  }

  /** These, and one more. */
  ServiceSettings with(String key, Object value) {
    return with(new ServiceSettings(Map.of(key, value.toString())));
  }

  /** These, and more, which win. */
  ServiceSettings with(ServiceSettings more) {
    Map<String, String> all = new TreeMap<>(properties);
    all.putAll(more.properties);
    return new ServiceSettings(all);
  }

  /** Writes the file below a service's working directory. */
  void writeTo(Path workingDirectory) throws IOException {
    Path config = Files.createDirectories(workingDirectory.resolve("config"));
    String lines =
        new TreeMap<>(properties)
            .entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue().replace("\\", "\\\\") + "\n")
                .collect(Collectors.joining());
    Files.writeString(config.resolve("application.properties"), lines, UTF_8);
  }
}
