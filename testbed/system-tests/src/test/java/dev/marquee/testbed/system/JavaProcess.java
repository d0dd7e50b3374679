package dev.marquee.testbed.system;

import dev.marquee.testbed.stack.Checkout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A main class on the class path of the tests, as a process of its own, in the folder of the
 * checkout.
 */
final class JavaProcess {

  private JavaProcess() {}

  /** The process to start; what it leaves behind goes to the state folder. */
  static ProcessBuilder of(Path state, Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>(command(state, main));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command)
        .directory(Checkout.locate().root().toFile())
        .redirectError(ProcessBuilder.Redirect.INHERIT);
  }

  /** How a shell would run it, up to its arguments. */
  static List<String> command(Path state, Class<?> main) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow",
        "-D" + Checkout.STATE_PROPERTY + "=" + state,
        "-Dorg.slf4j.simpleLogger.logFile=" + state.resolve("testbed.log"),
        "-cp",
        System.getProperty("java.class.path"),
        main.getName());
  }
}
