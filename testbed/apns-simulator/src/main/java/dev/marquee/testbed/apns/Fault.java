package dev.marquee.testbed.apns;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One way in which APNs fails a request. Which requests it befalls says a {@link FaultRule}. */
public sealed interface Fault {

  /** HTTP/2 error codes that are of use here (RFC 9113, section 7). */
  long INTERNAL_ERROR = 2;

  long REFUSED_STREAM = 7;
  long CANCEL = 8;
  long ENHANCE_YOUR_CALM = 11;

  /**
   * Answers this instead of processing the push, whatever the checks said. The phone gets nothing.
   */
  record AnswerWith(int status, String reason, @Nullable Instant timestamp) implements Fault {
    public AnswerWith {
      Objects.requireNonNull(reason, "reason");
    }

    /** Answers a reason that Apple documents, without a timestamp. */
    public AnswerWith(ApnsReason reason) {
      this(reason.status(), reason.text(), null);
    }
  }

  /** Processes the push at once and answers later, by the wall clock. */
  record DelayAnswer(Duration by) implements Fault {
    public DelayAnswer {
      if (by.isNegative()) {
        throw new IllegalArgumentException("An answer cannot come " + by.abs() + " too early");
      }
    }
  }

  /** Processes the push and never answers; the stream stays open. */
  record LoseAnswer() implements Fault {}

  /**
   * Ends the stream with RST_STREAM.
   *
   * @param processed whether the phone got the push before
   */
  record ResetStream(long errorCode, boolean processed) implements Fault {}

  /**
   * Cuts the connection without a word, and with it every stream on it.
   *
   * @param processed whether the phone got this push before
   */
  record CloseConnection(boolean processed) implements Fault {}

  /**
   * Answers the push, then takes the connection down gracefully: GOAWAY with the highest stream
   * seen, further streams ignored, open ones finished.
   *
   * @param reason what the frame's debug data says, such as {@code Shutdown}
   */
  record GoAway(String reason) implements Fault {
    public GoAway {
      Objects.requireNonNull(reason, "reason");
    }
  }
}
