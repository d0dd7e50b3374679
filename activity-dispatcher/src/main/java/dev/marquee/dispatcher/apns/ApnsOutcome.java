package dev.marquee.dispatcher.apns;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What became of a push, as far as it can be known. Every kind says two things: whether APNs has
 * processed the push, and what the fault is about. All but {@link Indeterminate} are certain.
 */
public sealed interface ApnsOutcome {

  /**
   * APNs has taken the push. Says nothing about delivery, decoding or display.
   *
   * @param uniqueId finds the push in Apple's console; only the sandbox gives one
   */
  record Accepted(@Nullable String uniqueId) implements ApnsOutcome {}

  /**
   * This device token will never do for this app: nothing is wrong with anything else. Repeating is
   * useless and costs the connection.
   *
   * @param since when APNs established it, to the millisecond, or null if it did not say; a token
   *     registered later than that is not meant
   */
  record TokenRejected(RejectionReason reason, @Nullable Instant since) implements ApnsOutcome {
    public TokenRejected {
      requireNonNull(reason, "reason is null");
    }
  }

  /**
   * The key, the provider token or the topic is refused: every push of the lane will be, until a
   * person mends the configuration. Tells nothing about the device token.
   */
  record CredentialsRejected(RejectionReason reason) implements ApnsOutcome {
    public CredentialsRejected {
      requireNonNull(reason, "reason is null");
    }
  }

  /**
   * Too much in too short a time, for this device token or (the reason says) for changes of the
   * provider token. The same push may be sent later.
   *
   * @param retryAfter how long APNs asks to wait, or null if it did not say
   */
  record Throttled(RejectionReason reason, @Nullable Duration retryAfter) implements ApnsOutcome {
    public Throttled {
      requireNonNull(reason, "reason is null");
    }
  }

  /** This very request is malformed: repeating it unchanged can only fail again. */
  record RequestRejected(RejectionReason reason) implements ApnsOutcome {
    public RequestRejected {
      requireNonNull(reason, "reason is null");
    }
  }

  /**
   * APNs has a fault of its own and did not take the push. Apple asks to wait 15 minutes before
   * repeating.
   *
   * @param retryAfter how long APNs asks to wait, or null if it did not say
   */
  record Unavailable(RejectionReason reason, @Nullable Duration retryAfter) implements ApnsOutcome {
    public Unavailable {
      requireNonNull(reason, "reason is null");
    }
  }

  /**
   * Surely not processed: there was no connection or no room on one, the deadline passed before
   * anything was written, or APNs refused the stream. Repeating cannot make a duplicate.
   *
   * @param cause for people; holds neither token nor key
   */
  record NotSent(String cause) implements ApnsOutcome {
    public NotSent {
      requireNonNull(cause, "cause is null");
    }
  }

  /**
   * Written, but no answer came: APNs may or may not have processed it. Repeating a {@code start}
   * may put a second card on the Lock Screen.
   *
   * @param cause for people; holds neither token nor key
   */
  record Indeterminate(String cause) implements ApnsOutcome {
    public Indeterminate {
      requireNonNull(cause, "cause is null");
    }
  }
}
