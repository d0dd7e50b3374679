package dev.marquee.testbed.stack;

import java.nio.file.Files;
import java.nio.file.Path;

/** The packaged services: what ships, not classes from an IDE. */
record ServiceJars(Path registry, Path dispatcher) {

  /** Finds them in a checkout. */
  static ServiceJars of(Checkout checkout) {
    return new ServiceJars(
        packaged(checkout, "token-registry"), packaged(checkout, "activity-dispatcher"));
  }

  private static Path packaged(Checkout checkout, String module) {
    Path jar = checkout.root().resolve(module).resolve("target/quarkus-app/quarkus-run.jar");
    if (!Files.isRegularFile(jar)) {
      throw new StackException(
          StackException.Code.NOT_BUILT,
          "%s is not packaged (there is no %s); ./marquee builds it.".formatted(module, jar));
    }
    return jar;
  }
}
