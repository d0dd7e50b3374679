package dev.marquee.testbed.apns;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** One way in which APNs fails a request. Which requests it befalls says a {@link FaultRule}. */
public sealed interface Fault {

  /** HTTP/2 error codes that are of use here (RFC 9113, section 7). */
  long NO_ERROR = 0;

  long INTERNAL_ERROR = 2;
  long REFUSED_STREAM = 7;
  long CANCEL = 8;
  long ENHANCE_YOUR_CALM = 11;

  /** What befalls one request: the same, with whatever is left to chance decided. */
  default Fault drawn(RandomGenerator random) {
    return this;
  }

  /**
   * Answers this instead of processing the push, whatever the checks said. The phone gets nothing.
   */
  record AnswerWith(int status, String reason, @Nullable Instant timestamp) implements Fault {
    public AnswerWith {
      PushAnswer.Rejected.requireRejection(status);
      Objects.requireNonNull(reason, "reason");
    }

    /** Answers a reason that Apple documents, without a timestamp. */
    public AnswerWith(ApnsReason reason) {
      this(reason.status(), reason.text(), null);
    }
  }

  /** Processes the push at once and answers later. */
  record DelayAnswer(Latency latency) implements Fault {
    public DelayAnswer {
      Objects.requireNonNull(latency, "latency");
    }

    public DelayAnswer(Duration by) {
      this(new Latency.Fixed(by));
    }

    @Override
    public Fault drawn(RandomGenerator random) {
      return new DelayAnswer(latency.draw(random));
    }
  }

  /**
   * Processes the push, then lets its connection stand still for a while: nothing is read from it,
   * and no answer is written to it. Then all goes on.
   */
  record StallConnection(Latency latency) implements Fault {
    public StallConnection {
      Objects.requireNonNull(latency, "latency");
    }

    @Override
    public Fault drawn(RandomGenerator random) {
      return new StallConnection(new Latency.Fixed(latency.draw(random)));
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
   * Takes the connection down with a GOAWAY frame.
   *
   * @param errorCode of the frame
   * @param reason what the frame's debug data says, such as {@code Shutdown}
   */
  record GoAway(Farewell farewell, long errorCode, String reason) implements Fault {
    public GoAway {
      Objects.requireNonNull(farewell, "farewell");
      Objects.requireNonNull(reason, "reason");
    }

    /** A graceful one. */
    public GoAway(String reason) {
      this(Farewell.GRACEFUL, NO_ERROR, reason);
    }
  }

  /** What becomes of the streams of a connection that goes away (RFC 9113, section 6.8). */
  enum Farewell {
    /** The frame names the highest stream seen. Open streams are finished, later ones ignored. */
    GRACEFUL,
    /**
     * A first frame names the highest stream there can be; streams that come within the simulator's
     * linger time are served as well. Then it goes on as {@link #GRACEFUL}.
     */
    ANNOUNCED,
    /**
     * The frame names the highest stream that was processed before this push, which therefore was
     * not, and may be sent again elsewhere.
     */
    EARLY,
    /**
     * The frame names this push's stream and the connection is closed behind it: what was open was
     * processed, and gets no answer.
     */
    ABRUPT
  }
}
