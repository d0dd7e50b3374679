package dev.marquee.testbed.benchmark;

import java.nio.file.Path;
import java.util.List;

/** How a program of this module is run in a process of its own. */
final class JavaCommand {

  private JavaCommand() {}

  /** The command line, with a heap such as {@code -Xmx512m}, of a program with one number. */
  static List<String> of(String heap, Class<?> program, int number) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        heap,
        "-XX:+UseSerialGC",
        "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow",
        "-cp",
        System.getProperty("java.class.path"),
        program.getName(),
        Integer.toString(number));
  }
}
