package dev.marquee.testbed.story;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.marquee.contracts.envelope.CloudEventCodec;
import dev.marquee.contracts.token.TokenEvent;
import dev.marquee.contracts.token.TokenEventCodec;
import dev.marquee.testbed.stack.TopicReader;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

/** What the token registry has said on {@code token-events}, without the tombstones. */
final class TokenLog {

  private final TopicReader reader;

  TokenLog(TopicReader reader) {
    this.reader = reader;
  }

  /** The newest event of this type that matches, once there is one. */
  <E extends TokenEvent> E await(String what, Class<E> type, Predicate<E> matches) {
    List<TokenEvent> events =
        Patience.until(
            what,
            "a " + type.getSimpleName() + " on token-events that says so",
            this::events,
            seen -> seen.stream().anyMatch(event -> matches(event, type, matches)));
    return events.reversed().stream()
        .filter(event -> matches(event, type, matches))
        .map(type::cast)
        .findFirst()
        .orElseThrow();
  }

  private static <E extends TokenEvent> boolean matches(
      TokenEvent event, Class<E> type, Predicate<E> matches) {
    return type.isInstance(event) && matches.test(type.cast(event));
  }

  private List<TokenEvent> events() {
    return reader.messages().stream()
        .filter(message -> message.value() != null)
        .map(message ->
            TokenEventCodec.read(
                CloudEventCodec.read(
                    message.headers(), Objects.requireNonNull(message.value()).getBytes(UTF_8))))
        .toList();
  }
}
