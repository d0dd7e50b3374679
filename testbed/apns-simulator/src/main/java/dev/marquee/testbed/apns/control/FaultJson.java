package dev.marquee.testbed.apns.control;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.EnumFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.marquee.testbed.apns.Fault;
import dev.marquee.testbed.apns.FaultControl.InjectedFault;
import dev.marquee.testbed.apns.FaultRule;
import dev.marquee.testbed.apns.Latency;
import dev.marquee.testbed.apns.PushFilter;
import dev.marquee.testbed.apns.TimeWindow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Fault rules as JSON, both ways. A fault and a latency name their {@code kind}; times are ISO
 * 8601.
 */
final class FaultJson {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .addMixIn(Fault.class, FaultKinds.class)
          .addMixIn(Latency.class, LatencyKinds.class)
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
          .enable(EnumFeature.WRITE_ENUMS_TO_LOWERCASE)
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
          .build();

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Fault.AnswerWith.class, name = "answer"),
    @JsonSubTypes.Type(value = Fault.DelayAnswer.class, name = "latency"),
    @JsonSubTypes.Type(value = Fault.StallConnection.class, name = "stall"),
    @JsonSubTypes.Type(value = Fault.LoseAnswer.class, name = "loseAnswer"),
    @JsonSubTypes.Type(value = Fault.ResetStream.class, name = "reset"),
    @JsonSubTypes.Type(value = Fault.CloseConnection.class, name = "cut"),
    @JsonSubTypes.Type(value = Fault.GoAway.class, name = "goAway")
  })
  private interface FaultKinds {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Latency.Fixed.class, name = "fixed"),
    @JsonSubTypes.Type(value = Latency.Uniform.class, name = "uniform"),
    @JsonSubTypes.Type(value = Latency.LogNormal.class, name = "logNormal")
  })
  private interface LatencyKinds {}

  /**
   * A rule as it is ordered; all but the fault may be missing.
   *
   * @param lasts in place of {@code until}: for how long from now, or from {@code from}
   */
  private record Order(
      @Nullable Fault fault,
      @Nullable PushFilter where,
      @Nullable Instant from,
      @Nullable Instant until,
      @Nullable Duration lasts,
      @Nullable Double share,
      @Nullable Long seed,
      @Nullable Integer times) {

    FaultRule toRule(Instant now) {
      if (fault == null) {
        throw new IllegalArgumentException("A rule needs a fault, such as {\"kind\":\"cut\"}");
      }
      return new FaultRule(
          fault,
          Objects.requireNonNullElse(where, PushFilter.ANY),
          window(now),
          Objects.requireNonNullElse(share, 1.0),
          Objects.requireNonNullElse(seed, 0L),
          Objects.requireNonNullElse(times, Integer.MAX_VALUE));
    }

    private TimeWindow window(Instant now) {
      if (until != null && lasts != null) {
        throw new IllegalArgumentException("A rule has until or lasts, not both");
      }
      Instant end = Objects.requireNonNullElse(until, Instant.MAX);
      if (lasts != null) {
        end = Objects.requireNonNullElse(from, now).plus(lasts);
      }
      return new TimeWindow(Objects.requireNonNullElse(from, Instant.MIN), end);
    }
  }

  private FaultJson() {}

  /**
   * Reads a rule.
   *
   * @throws RefusedOrderException if it is none
   */
  static FaultRule read(byte[] json, Instant now) {
    try {
      return JSON.readValue(json, Order.class).toRule(now);
    } catch (JsonProcessingException e) {
      throw RefusedOrderException.malformed(e.getOriginalMessage());
    } catch (IOException e) {
      throw new UncheckedIOException("Reading from memory failed", e);
    } catch (IllegalArgumentException e) {
      throw RefusedOrderException.malformed(String.valueOf(e.getMessage()));
    }
  }

  /** Writes a rule with its id and how often it happened. */
  static ObjectNode write(InjectedFault injected) {
    FaultRule rule = injected.rule();
    ObjectNode json = JSON.createObjectNode().put("id", injected.id()).put("hits", injected.hits());
    json.set("fault", JSON.valueToTree(rule.fault()));
    json.set("where", where(rule));
    if (!rule.during().from().equals(Instant.MIN)) {
      json.put("from", rule.during().from().toString());
    }
    if (!rule.during().until().equals(Instant.MAX)) {
      json.put("until", rule.during().until().toString());
    }
    json.put("share", rule.share()).put("seed", rule.seed());
    if (rule.times() != Integer.MAX_VALUE) {
      json.put("times", rule.times());
    }
    return json;
  }

  /** What a Java program asks of a request cannot be told. */
  private static JsonNode where(FaultRule rule) {
    return rule.where() instanceof PushFilter filter
        ? JSON.valueToTree(filter)
        : JSON.createObjectNode().put("java", true);
  }
}
