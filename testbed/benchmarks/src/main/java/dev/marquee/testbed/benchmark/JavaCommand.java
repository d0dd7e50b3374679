package dev.marquee.testbed.benchmark;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How a program of this module is run in a process of its own. */
final class JavaCommand {

  private JavaCommand() {}

  /** The command line, with a heap such as {@code -Xmx512m} and this process's class path. */
  static List<String> of(String heap, Class<?> program, Object... arguments) {
    return withClassPath(System.getProperty("java.class.path"), heap, program, arguments);
  }

  /** The same, with another class path, in which the program must be. */
  static List<String> withClassPath(
      String classPath, String heap, Class<?> program, Object... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                heap,
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-cp",
                classPath,
                program.getName()));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    return command;
  }
}
