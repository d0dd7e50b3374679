package dev.marquee.contracts.schema;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.marquee.contracts.booking.BookingEvent;
import dev.marquee.contracts.booking.BookingEvent.MessagePosted;
import dev.marquee.contracts.booking.BookingEventCodec;
import dev.marquee.contracts.envelope.CloudEvent;
import dev.marquee.contracts.envelope.CloudEventCodec;
import dev.marquee.contracts.envelope.MalformedEventException;
import dev.marquee.contracts.outcome.PushOutcome;
import dev.marquee.contracts.outcome.TokenRejected;
import dev.marquee.contracts.schema.PublishedContract.Example;
import dev.marquee.contracts.token.TokenEventCodec;
import java.lang.management.ManagementFactory;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever comes in, it is read or ends in the one typed error, with a short message on one line.
 * The seed is another one each time, and every failure prints it; {@code -Dmarquee.fuzz.seed=…}
 * repeats a run.
 */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CodecFuzzTest {
  private static final int ROUNDS = 2_500;

  /** What one event may cost at most: the text, the tree and the records, many times over. */
  private static final long MEMORY_LIMIT = 16 * 1024 * 1024;

  private static final List<Example> EXAMPLES = PublishedContract.examples();

  private final long seed = Long.getLong("marquee.fuzz.seed", System.nanoTime());
  private final Random random = new Random(seed);

  @Test
  void randomBytesAreRefused() {
    for (int round = 0; round < ROUNDS; round++) {
      byte[] bytes = new byte[random.nextInt(200)];
      random.nextBytes(bytes);
      readAll(bytes, round);
    }
  }

  @Test
  void examplesWithBrokenBytesAreReadOrRefused() {
    for (int round = 0; round < ROUNDS; round++) {
      byte[] bytes = pick(EXAMPLES).event().toString().getBytes(UTF_8);
      for (int i = random.nextInt(4); i >= 0; i--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      int length = random.nextInt(4) == 0 ? random.nextInt(bytes.length) : bytes.length;
      readAll(ByteBuffer.allocate(length).put(bytes, 0, length).array(), round);
    }
  }

  @Test
  void examplesWithOddValuesAreReadOrRefused() {
    for (int round = 0; round < ROUNDS; round++) {
      JsonNode event = pick(EXAMPLES).event().deepCopy();
      for (int i = random.nextInt(3); i >= 0; i--) {
        mutate(event);
      }
      readAll(event.toString().getBytes(UTF_8), round);
    }
  }

  @Test
  void oddHeadersAreReadOrRefused() {
    for (int round = 0; round < ROUNDS; round++) {
      JsonNode event = pick(EXAMPLES).event();
      Map<String, String> headers = new HashMap<>();
      event
          .properties()
          .forEach(each -> headers.put("ce_" + each.getKey(), each.getValue().asText()));
      headers.put("ce_" + pick(List.of("time", "type", "id", "subject", "dataschema")), oddText());
      headers.put(oddText(), oddText());
      read(headers, event.path("data").toString().getBytes(UTF_8), round);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{\"a\":", "[{\"a\":[", "{\"data\":{\"extras\":{\"a\":"})
  void deepNestingIsRefusedWithoutGoingDeep(String opening) {
    String nested = opening.repeat(CloudEventCodec.EVENT_LIMIT / opening.length());
    readAll(nested.getBytes(UTF_8), 0);
  }

  @Test
  void numbersOfAnySizeAreReadOrRefused() {
    // Given
    String event = PublishedContract.example("booking.confirmed").event().toString();
    List<String> numbers =
        List.of(
            "9".repeat(60_000),
            "1e999999999",
            "1E-999999999",
            "-1e400",
            "0." + "0".repeat(50) + "1",
            "1" + "0".repeat(63),
            "9007199254740993",
            "-0",
            "NaN",
            "0x10");

    for (String number : numbers) {
      // When / Then
      readAll(event.replace("117", number).getBytes(UTF_8), 0);
      readAll(event.replace("\"ada\"", number).getBytes(UTF_8), 0);
    }
  }

  @Test
  void anEventCostsBoundedMemory() {
    // Given
    ThreadAllocation allocation = new ThreadAllocation();
    String members = "\"a\":1,".repeat(10_000);
    List<String> events =
        List.of(
            "[" + "0,".repeat(32_000) + "0]",
            "{" + members + "\"b\":1}",
            "{\"id\":\"" + "x".repeat(65_000) + "\"}",
            "{\"data\":" + "[".repeat(30) + "1,".repeat(30_000) + "1" + "]".repeat(30) + "}");

    for (String event : events) {
      // When
      long before = allocation.bytes();
      readAll(event.getBytes(UTF_8), 0);

      // Then
      assertThat(allocation.bytes() - before).as(event.substring(0, 20)).isLessThan(MEMORY_LIMIT);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "${jndi:ldap://x/a} #{7*7} {{7*7}} <%= 7*7 %> ${7*7}",
        "'; drop table shows; --",
        "\\\"},{\\\"gate\\\":\\\"Z",
        "{title} {0} %s %n %1$s",
        "2026-12-04 18:00:00 ERROR all is lost",
        "<script>alert(1)</script>&amp;"
      })
  void textStaysText(String hostile) {
    // Given
    ObjectNode event = PublishedContract.example("message.posted").event().deepCopy();
    event.withObject("data").put("message", hostile);

    // When
    BookingEvent read =
        BookingEventCodec.read(CloudEventCodec.read(Map.of(), event.toString().getBytes(UTF_8)));
    CloudEvent written = BookingEventCodec.write(read);

    // Then
    assertThat(read)
        .isInstanceOfSatisfying(
            MessagePosted.class, posted -> assertThat(posted.message()).isEqualTo(hostile));
    assertThat(CloudEventCodec.read(Map.of(), CloudEventCodec.writeStructured(written)))
        .isEqualTo(written);
  }

  private void readAll(byte[] bytes, int round) {
    read(Map.of(), bytes, round);
    read(Map.of("ce_specversion", "1.0"), bytes, round);
  }

  private void read(Map<String, String> headers, byte[] bytes, int round) {
    try {
      CloudEvent event = CloudEventCodec.read(headers, bytes);
      List<Runnable> codecs =
          List.of(
              () -> writtenAndReadAgain(BookingEventCodec.read(event)),
              () -> TokenEventCodec.read(event),
              () -> TokenRejected.read(event),
              () -> PushOutcome.read(event));
      codecs.forEach(codec -> typed(codec, round, bytes));
    } catch (MalformedEventException e) {
      check(e, round, bytes);
    } catch (RuntimeException | StackOverflowError e) {
      fail("%s: %s".formatted(where(round, bytes), e), e);
    }
  }

  private void typed(Runnable codec, int round, byte[] bytes) {
    try {
      codec.run();
    } catch (MalformedEventException e) {
      check(e, round, bytes);
    }
  }

  private static void writtenAndReadAgain(BookingEvent event) {
    byte[] written = CloudEventCodec.writeStructured(BookingEventCodec.write(event));
    assertThat(BookingEventCodec.read(CloudEventCodec.read(Map.of(), written))).isEqualTo(event);
  }

  private void check(MalformedEventException error, int round, byte[] bytes) {
    String message = error.getMessage();
    boolean printable =
        message
            .codePoints()
            .noneMatch(each ->
                Character.isISOControl(each)
                    || Character.getType(each) == Character.LINE_SEPARATOR
                    || Character.getType(each) == Character.FORMAT
                    || Character.getType(each) == Character.SURROGATE);
    if (!printable || message.length() > 700 || !error.path().startsWith("$")) {
      fail("%s: %s".formatted(where(round, bytes), message));
    }
  }

  private String where(int round, byte[] bytes) {
    String text = new String(bytes, UTF_8);
    return "-Dmarquee.fuzz.seed=%d, round %d, %s"
        .formatted(seed, round, text.substring(0, Math.min(2_000, text.length())));
  }

  /** Replaces, removes or adds one member somewhere. */
  private void mutate(JsonNode event) {
    List<ObjectNode> objects = new ArrayList<>();
    collect(event, objects);
    ObjectNode object = pick(objects);
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    names.add(oddText());
    String name = pick(names);
    if (random.nextInt(6) == 0) {
      object.remove(name);
    } else {
      object.set(name, oddValue());
    }
  }

  private static void collect(JsonNode node, List<ObjectNode> objects) {
    if (node instanceof ObjectNode object) {
      objects.add(object);
      object.forEach(child -> collect(child, objects));
    }
  }

  private JsonNode oddValue() {
    JsonNodeFactory json = JsonNodeFactory.instance;
    return switch (random.nextInt(10)) {
      case 0 -> json.nullNode();
      case 1 -> json.booleanNode(random.nextBoolean());
      case 2 -> json.numberNode(random.nextLong());
      case 3 -> json.numberNode(new BigInteger(random.nextInt(180), random));
      case 4 -> json.numberNode(Double.longBitsToDouble(random.nextLong()));
      case 5 -> json.objectNode().set("a", json.textNode(oddText()));
      case 6 -> {
        ArrayNode list = json.arrayNode();
        list.add(oddText());
        yield list;
      }
      default -> json.textNode(oddText());
    };
  }

  private String oddText() {
    List<String> texts =
        List.of(
            "",
            " ",
            "\u0000",
            "\r\n2026-12-04 ERROR",
            "\ud83c",
            "\udfad\ud83c",
            "🎭".repeat(random.nextInt(300)),
            "\u202e\u2066\u200b",
            "\u2028\u2029\u0085",
            "x".repeat(random.nextInt(1_100)),
            "bookings/",
            "shows/x",
            "bookings/\u0007",
            "2026-02-30T10:00:00Z",
            "2026-03-01T24:00:00Z",
            "9999-12-31T23:59:59-18:00",
            "-2026-03-01T10:00:00Z",
            "2026-03-01T10:00:00+99:99",
            "Europe/Nowhere",
            "GMT0",
            "#AABBCC",
            "https://marquee.dev/schemas/gate.changed/99999999999",
            "__proto__",
            "${7*7}");
    return pick(texts);
  }

  private <T> T pick(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  /** Counts what this thread has allocated. */
  private static final class ThreadAllocation {
    private final com.sun.management.ThreadMXBean threads =
        (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

    long bytes() {
      return threads.getCurrentThreadAllocatedBytes();
    }
  }
}
