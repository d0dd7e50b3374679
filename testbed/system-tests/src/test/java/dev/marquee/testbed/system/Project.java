package dev.marquee.testbed.system;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/** Where things are in this project. */
final class Project {

  /** The folder of the root pom: tests run in their module's. */
  static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();

  private Project() {}

  static Path path(String fromRoot) {
    return ROOT.resolve(fromRoot);
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new AssertionError("Cannot read " + file, e);
    }
  }

  /** The {@code application.properties} of a service. */
  static Properties applicationProperties(String service) {
    Properties properties = new Properties();
    Path file = path(service).resolve("src/main/resources/application.properties");
    try (Reader reader = Files.newBufferedReader(file, UTF_8)) {
      properties.load(reader);
    } catch (IOException e) {
      throw new AssertionError("Cannot read " + file, e);
    }
    return properties;
  }
}
