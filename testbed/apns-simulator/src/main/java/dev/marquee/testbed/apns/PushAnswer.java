package dev.marquee.testbed.apns;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the simulator answered to one request, or that it did not answer. */
public sealed interface PushAnswer {

  /**
   * Whether the push was handed to the phone. An accepted one always was; one without an answer may
   * have been.
   */
  boolean processed();

  /** Status 200: taken over for delivery, which tells nothing about the phone. */
  record Accepted() implements PushAnswer {
    @Override
    public boolean processed() {
      return true;
    }

    @Override
    public String toString() {
      return "200";
    }
  }

  /**
   * An error status. {@code reason} is text, not {@link ApnsReason}, because faults may send what
   * Apple has not documented yet.
   *
   * @param timestamp since when the token is known to be dead; only with status 410, and sent in
   *     milliseconds
   */
  record Rejected(int status, String reason, @Nullable Instant timestamp) implements PushAnswer {
    public Rejected {
      Objects.requireNonNull(reason, "reason");
      requireRejection(status);
    }

    static void requireRejection(int status) {
      if (status < 400 || status > 599) {
        throw new IllegalArgumentException(
            "An APNs rejection has a status from 400 to 599, not " + status);
      }
    }

    Rejected(ApnsReason reason) {
      this(reason.status(), reason.text(), null);
    }

    @Override
    public boolean processed() {
      return false;
    }

    @Override
    public String toString() {
      return status + " " + reason + (timestamp == null ? "" : " since " + timestamp);
    }
  }

  /** No answer on this stream: a fault held it back, reset the stream or cut the connection. */
  record Unanswered(String fault, boolean processed) implements PushAnswer {
    @Override
    public String toString() {
      return "unanswered: " + fault + (processed ? ", but processed" : ", not processed");
    }
  }
}
