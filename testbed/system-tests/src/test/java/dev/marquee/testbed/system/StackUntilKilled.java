package dev.marquee.testbed.system;

import dev.marquee.testbed.stack.Checkout;
import dev.marquee.testbed.stack.LocalStack;
import java.nio.file.Path;

/** A launcher of its own process: starts a stack, says so, and waits for its end. */
final class StackUntilKilled {

  static final String RUNNING = "running";

  private StackUntilKilled() {}

  /**
   * Runs until it is ended from outside.
   *
   * @param arguments the state folder
   */
  public static void main(String[] arguments) {
    Checkout checkout = Checkout.locate().withStateFolder(Path.of(arguments[0]));
    try (LocalStack stack = LocalStack.builder(checkout, "victim").start()) {
      System.out.println(RUNNING);
      stack.awaitFailure();
    }
  }
}
