package dev.marquee.dispatcher.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The worked example of {@code docs/activity-types.md}, taken from the page itself. */
public final class DocumentedType {
  /** What the page tells its reader to call it. */
  public static final String NAME = "TableAttributes";

  private static final Path PAGE = Path.of("../docs/activity-types.md");
  private static final String FENCE = "```";

  private DocumentedType() {}

  /** The definition that the page begins with. */
  public static String yaml() {
    String page = page();
    int begin = page.indexOf("name: " + NAME);
    return page.substring(begin, page.indexOf(FENCE, begin));
  }

  /**
   * The events that the page publishes, a second after each other, with what {@code ./marquee
   * publish} adds; published a minute ago, so that no app may be starting a card any more.
   */
  public static List<ObjectNode> events(Instant now) {
    List<ObjectNode> events = new ArrayList<>();
    page()
        .lines()
        .filter(line -> line.startsWith("{\"type\":"))
        .map(line ->
            line.replace("$IN_AN_HOUR", now.plusSeconds(3_600).toString())
                .replace("$IN_THREE_HOURS", now.plusSeconds(10_800).toString()))
        .forEach(line -> events.add(completed(line, now.plusSeconds(events.size() - 60L))));
    return events;
  }

  private static ObjectNode completed(String line, Instant time) {
    try {
      ObjectNode event = (ObjectNode) new ObjectMapper().readTree(line);
      event.put("specversion", "1.0");
      event.put("id", UUID.randomUUID().toString());
      event.put("source", "/marquee/publish");
      event.put("time", time.toString());
      return event;
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String page() {
    try {
      return Files.readString(PAGE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
