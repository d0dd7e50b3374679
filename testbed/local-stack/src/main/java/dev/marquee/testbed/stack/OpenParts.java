package dev.marquee.testbed.stack;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What a stack has opened so far, closed in reverse order. A part that comes up while, or after,
 * all is being closed is closed at once: Ctrl-C during the start leaves nothing behind.
 */
final class OpenParts implements AutoCloseable {

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final Thread shutdownHook = new Thread(this::closeAll, "stop-stack");
  private boolean closed;

  /** Closes all when the JVM ends; whoever starts something registers it first. */
  Thread shutdownHook() {
    return shutdownHook;
  }

  <T extends AutoCloseable> T add(T part) {
    synchronized (this) {
      if (!closed) {
        parts.push(part);
        return part;
      }
    }
    close(part);
    throw new StackException(
        StackException.Code.SERVICE_FAILED, "The stack was stopped while it was starting.");
  }

  /** Closes all, and lets the JVM's end be. Once is enough, more do no harm. */
  @Override
  public void close() {
    closeAll();
    try {
      Runtime.getRuntime().removeShutdownHook(shutdownHook);
    } catch (IllegalStateException _) {
      // The JVM is ending, and the hook runs beside this.
    }
  }

  private void closeAll() {
    while (true) {
      AutoCloseable next;
      synchronized (this) {
        closed = true;
        next = parts.poll();
      }
      if (next == null) {
        return;
      }
      close(next);
    }
  }

  /** One part that does not close must not keep the others open. */
  private static void close(AutoCloseable part) {
    try {
      part.close();
    } catch (Exception e) {
      System.getLogger(OpenParts.class.getName())
          .log(System.Logger.Level.WARNING, part + " did not close", e);
    }
  }
}
