package dev.marquee.testbed.launch;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.marquee.contracts.booking.BookingEvent;
import dev.marquee.contracts.booking.BookingEventCodec;
import dev.marquee.contracts.envelope.CloudEventCodec;
import dev.marquee.contracts.envelope.MalformedEventException;
import dev.marquee.testbed.stack.Upstream;
import dev.marquee.testbed.terminal.Terminal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * Publishes events from a file or from standard input: one CloudEvent in JSON a line, blank lines
 * and lines that begin with {@code #} aside. What a line leaves out of {@code specversion}, {@code
 * id}, {@code source} and {@code time} is filled in, so that an event can be typed by hand.
 *
 * <p>A line that Marquee could not read is reported by its number and not sent; the others are.
 */
final class PublishCommand implements Command {

  private static final Map<String, String> STRUCTURED =
      Map.of("content-type", CloudEventCodec.STRUCTURED_CONTENT_TYPE);

  private final ObjectMapper json = new ObjectMapper();
  private final Terminal terminal;
  private final InstantSource time;
  private final String standardBroker;

  PublishCommand(Terminal terminal, InstantSource time, String standardBroker) {
    this.terminal = terminal;
    this.time = time;
    this.standardBroker = standardBroker;
  }

  @Override
  public int run(List<String> arguments) throws IOException {
    List<String> files = new ArrayList<>(arguments);
    String broker = standardBroker;
    int option = files.indexOf("--bootstrap");
    if (option >= 0 && option + 1 < files.size()) {
      broker = files.get(option + 1);
      files.subList(option, option + 2).clear();
    }
    if (files.size() != 1) {
      terminal.line("Usage: ./marquee publish FILE|- [--bootstrap HOST:PORT]");
      return MISUSED;
    }
    try (BufferedReader lines = new BufferedReader(open(files.getFirst()));
        Upstream upstream = new Upstream(broker)) {
      return publish(lines, upstream, broker);
    } catch (NoSuchFileException e) {
      terminal.line("There is no file " + e.getFile());
      return MISUSED;
    }
  }

  private int publish(BufferedReader lines, Upstream upstream, String broker) throws IOException {
    List<CompletableFuture<RecordMetadata>> sent = new ArrayList<>();
    int refused = 0;
    int number = 0;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      number++;
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      try {
        byte[] event = completed(line);
        BookingEvent read = BookingEventCodec.read(CloudEventCodec.read(STRUCTURED, event));
        sent.add(upstream.publish(read.subject().id(), event, STRUCTURED));
        if (sent.getLast().isCompletedExceptionally()) {
          // A broker that cannot be reached answers at once, after the producer has waited for it.
          break;
        }
      } catch (MalformedEventException e) {
        refused++;
        terminal.line("line " + number + ": " + e.getMessage());
      }
    }
    return report(sent, refused, broker);
  }

  private int report(List<CompletableFuture<RecordMetadata>> sent, int refused, String broker) {
    int published = 0;
    for (CompletableFuture<RecordMetadata> each : sent) {
      try {
        each.join();
        published++;
      } catch (CompletionException e) {
        terminal.line("The broker at " + broker + " took no more: " + e.getMessage());
        break;
      }
    }
    String refusals = refused == 0 ? "" : ", refused " + refused;
    terminal.line("published %d of %d events%s".formatted(published, sent.size(), refusals));
    return published == sent.size() && refused == 0 ? DONE : FAILED;
  }

  private byte[] completed(String line) {
    try {
      JsonNode event = json.readTree(line);
      if (event instanceof ObjectNode envelope) {
        fillIn(envelope, "specversion", "1.0");
        fillIn(envelope, "id", UUID.randomUUID().toString());
        fillIn(envelope, "source", "/marquee/publish");
        fillIn(envelope, "time", time.instant().toString());
        return json.writeValueAsBytes(envelope);
      }
    } catch (JsonProcessingException _) {
      // The codec says what is wrong with it, and where.
    }
    return line.getBytes(UTF_8);
  }

  private static void fillIn(ObjectNode envelope, String attribute, String value) {
    if (!envelope.has(attribute)) {
      envelope.put(attribute, value);
    }
  }

  private static Reader open(String file) throws IOException {
    return file.equals("-")
        ? new InputStreamReader(System.in, UTF_8)
        : Files.newBufferedReader(Path.of(file), UTF_8);
  }
}
