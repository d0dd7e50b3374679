package dev.marquee.registry.limit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * A token bucket per subject, in this replica's memory: it keeps one broken or hostile client from
 * taking what all others need, and is no exact account. The subjects seen least lately are
 * forgotten, which gives them a full bucket. Any thread.
 */
@ApplicationScoped
class RateLimit {
  private static final int SUBJECT_LIMIT = 100_000;
  private static final double NANOS = 1e9;

  private final RateLimitConfig config;
  private final LongSupplier nanoTime;
  private final Map<String, Bucket> buckets =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
          return size() > SUBJECT_LIMIT;
        }
      };

  /** What a subject may still send, as of a moment. */
  private record Bucket(double requests, long nanoTime) {}

  @Inject
  RateLimit(RateLimitConfig config) {
    this(config, System::nanoTime);
  }

  RateLimit(RateLimitConfig config, LongSupplier nanoTime) {
    this.config = config;
    this.nanoTime = nanoTime;
  }

  /** Takes one request; answers how long to wait before it, zero where it may go on. */
  synchronized Duration take(String subject) {
    long now = nanoTime.getAsLong();
    Bucket last = buckets.get(subject);
    double allowed =
        last == null
            ? config.burst()
            : Math.min(
                config.burst(), last.requests + (now - last.nanoTime) / NANOS * config.perSecond());
    if (allowed < 1) {
      buckets.put(subject, new Bucket(allowed, now));
      return Duration.ofNanos((long) ((1 - allowed) / config.perSecond() * NANOS));
    }
    buckets.put(subject, new Bucket(allowed - 1, now));
    return Duration.ZERO;
  }
}
