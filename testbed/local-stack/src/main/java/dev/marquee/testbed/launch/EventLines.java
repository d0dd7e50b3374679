package dev.marquee.testbed.launch;

import dev.marquee.contracts.envelope.CloudEventCodec;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * The events of a file or of standard input, one a line; blank lines and lines that begin with
 * {@code #} are left out. Keeps one line in memory, and of a line that is longer than any event no
 * more than shows that. Not thread-safe.
 */
final class EventLines implements AutoCloseable {
  private static final int KEPT = CloudEventCodec.EVENT_LIMIT + 1;

  private final InputStream input;
  private long number;

  EventLines(InputStream input) {
    this.input = new BufferedInputStream(input);
  }

  /** One line. */
  static final class EventLine {
    private final long number;
    private final byte[] bytes;

    private EventLine(long number, byte[] bytes) {
      this.number = number;
      this.bytes = bytes;
    }

    /** From 1, counting every line. */
    long number() {
      return number;
    }

    /** As they stand in the file, without the line's end. */
    byte[] bytes() {
      return bytes;
    }
  }

  /** The next event, or null at the end. Waits for input that is still to come. */
  @Nullable EventLine next() throws IOException {
    while (true) {
      byte[] line = line();
      if (line == null) {
        return null;
      }
      number++;
      if (!isBlank(line) && line[0] != '#') {
        return new EventLine(number, line);
      }
    }
  }

  private byte @Nullable [] line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int next = input.read();
    if (next < 0) {
      return null;
    }
    while (next >= 0 && next != '\n') {
      if (line.size() < KEPT) {
        line.write(next);
      }
      next = input.read();
    }
    return line.toByteArray();
  }

  private static boolean isBlank(byte[] line) {
    for (byte each : line) {
      if (each != ' ' && each != '\t' && each != '\r') {
        return false;
      }
    }
    return true;
  }

  @Override
  public void close() throws IOException {
    input.close();
  }
}
