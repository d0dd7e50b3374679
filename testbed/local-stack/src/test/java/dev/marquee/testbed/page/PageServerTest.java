package dev.marquee.testbed.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.marquee.contracts.booking.BookingEvent;
import dev.marquee.contracts.booking.BookingEvent.BookingCancelled;
import dev.marquee.contracts.booking.BookingEvent.BookingConfirmed;
import dev.marquee.contracts.booking.BookingEvent.GateChanged;
import dev.marquee.contracts.booking.BookingEvent.ShowEnded;
import dev.marquee.contracts.booking.BookingEvent.ShowtimeChanged;
import dev.marquee.contracts.booking.BookingEvent.ShowtimeReminder;
import dev.marquee.testbed.apns.ApnsSimulator;
import dev.marquee.testbed.phone.PhoneFleet;
import dev.marquee.testbed.phone.PhoneProfile;
import dev.marquee.testbed.phone.VirtualPhone;
import dev.marquee.testbed.stack.StackClock;
import dev.marquee.testbed.stack.TicketApp;
import dev.marquee.types.reading.BuiltInTypes;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class PageServerTest {

  private static final String ADA = "{\"phone\":\"Ada's iPhone\"}";
  private static final Pattern REFERENCE =
      Pattern.compile("(?:href|src)=\"([^\"#]+)\"|from '\\./([^']+)'");

  private final ObjectMapper json = new ObjectMapper();
  private final StackClock clock = new StackClock();
  private final List<BookingEvent> published = new CopyOnWriteArrayList<>();
  private final ApnsSimulator apns = ApnsSimulator.builder().start();
  private final PhoneFleet fleet =
      PhoneFleet.builder(apns.tokens()).clock(clock.businessClock()).build();
  private final VirtualPhone ada =
      fleet.addPhone(PhoneProfile.of("Ada's iPhone", "ada"), TicketApp.definition());
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient http = HttpClient.newHttpClient();
  private final Burst burst =
      new Burst(
          event -> CompletableFuture.completedFuture(published.add(event)),
          clock.businessClock(),
          seed -> PhoneFleet.builder(apns.tokens()).seed(seed).build());
  private HttpServer server;

  @BeforeEach
  void start() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    StageTimes times = new StageTimes(clock, BuiltInTypes.ticket().timeline());
    TicketCounter counter = new TicketCounter(published::add, clock.businessClock());
    PageParts parts = new PageParts(List.of(ada), counter, times, new ApnsDesk(apns), burst);
    server.createContext(
        PageServer.PATH, new PageServer(new LiveFeed(new Scene(parts)::line), new Controls(parts)));
    server.setExecutor(threads);
    server.start();
  }

  @AfterEach
  void stop() {
    burst.close();
    http.shutdownNow();
    server.stop(0);
    threads.shutdownNow();
    fleet.close();
    apns.close();
  }

  @Test
  void servesEverythingThatThePageNames() throws Exception {
    // When
    HttpResponse<String> page = get("");

    // Then
    assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
        .startsWith("default-src 'none'")
        .doesNotContain("unsafe");
    assertThat(page.body()).doesNotContain("http://").doesNotContain("https://");
    for (String file : references(page.body())) {
      HttpResponse<String> served = get(file);
      assertThat(served.statusCode()).as(file).isEqualTo(200);
      if (file.endsWith(".js")) {
        for (String imported : references(served.body())) {
          assertThat(get(imported).statusCode()).as(imported).isEqualTo(200);
        }
      }
    }
  }

  @Test
  void sellsATicketAtBusinessTime() throws Exception {
    // Given
    clock.advanceBy(Duration.ofDays(3));

    // When
    HttpResponse<String> answer = post("book", ADA);

    // Then
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).startsWith("{\"said\":\"Ada has a ticket for Hamlet, on ");
    assertThat(published).singleElement().isInstanceOf(BookingConfirmed.class);
    assertThat(published.getFirst().context().time())
        .isBetween(clock.now().minusSeconds(30), clock.now());
  }

  @Test
  void sellsOneTicketToEach() throws Exception {
    // Given
    post("book", ADA);

    // When
    HttpResponse<String> answer = post("book", ADA);

    // Then
    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(answer.body()).isEqualTo("{\"problem\":\"Ada has a ticket already.\"}");
    assertThat(published).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"change-gate", "delay", "remind", "end"})
  void hasNothingToTellWhileNobodyHasATicket(String control) throws Exception {
    // When
    HttpResponse<String> answer = post(control, "{}");

    // Then
    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(answer.body()).contains("book one first");
    assertThat(published).isEmpty();
  }

  @Test
  void tellsWhatHappensToTheShow() throws Exception {
    // Given
    post("book", ADA);

    // When
    for (String control : List.of("change-gate", "delay", "remind", "cancel")) {
      assertThat(post(control, ADA).statusCode()).as(control).isEqualTo(200);
    }
    post("book", ADA);
    assertThat(post("end", "{}").statusCode()).isEqualTo(200);

    // Then
    assertThat(published.stream().<Class<?>>map(Object::getClass))
        .containsExactly(
            BookingConfirmed.class,
            GateChanged.class,
            ShowtimeChanged.class,
            ShowtimeReminder.class,
            BookingCancelled.class,
            BookingConfirmed.class,
            ShowEnded.class);
  }

  @Test
  void sellsTheNextShowWhenOneIsOver() throws Exception {
    // Given
    post("book", ADA);
    post("end", "{}");

    // When
    HttpResponse<String> late = post("change-gate", "{}");
    HttpResponse<String> next = post("book", ADA);

    // Then
    assertThat(late.statusCode()).isEqualTo(409);
    assertThat(next.statusCode()).isEqualTo(200);
    assertThat(published.getLast())
        .isInstanceOfSatisfying(
            BookingConfirmed.class,
            booking -> assertThat(booking.show().id()).isEqualTo("hamlet-2"));
  }

  @Test
  void doesToAPhoneWhatAHandWould() throws Exception {
    // Given
    String device = ada.deviceId();

    // When / Then
    assertThat(post("offline", ADA).statusCode()).isEqualTo(200);
    assertThat(ada.isOffline()).isTrue();
    assertThat(post("online", ADA).statusCode()).isEqualTo(200);
    assertThat(ada.isOffline()).isFalse();
    assertThat(post("quit", ADA).statusCode()).isEqualTo(200);
    assertThat(ada.isAppForceQuit()).isTrue();
    assertThat(post("open", ADA).statusCode()).isEqualTo(200);
    assertThat(ada.isAppForceQuit()).isFalse();
    assertThat(post("rotate", ADA).statusCode()).isEqualTo(200);
    assertThat(post("uninstall", ADA).statusCode()).isEqualTo(200);
    assertThat(ada.isAppInstalled()).isFalse();
    assertThat(post("reinstall", ADA).statusCode()).isEqualTo(200);
    assertThat(ada.deviceId()).isNotEqualTo(device);
    assertThat(ada.userId()).hasValue("ada");
  }

  @Test
  void saysWhatAPhoneCannotDo() throws Exception {
    // Given
    post("uninstall", ADA);

    // When
    HttpResponse<String> rotate = post("rotate", ADA);
    HttpResponse<String> swipe = post("swipe", ADA);

    // Then
    assertThat(rotate.statusCode()).isEqualTo(409);
    assertThat(rotate.body()).isEqualTo("{\"problem\":\"Ada's iPhone does not have the app.\"}");
    assertThat(swipe.statusCode()).isEqualTo(409);
    assertThat(swipe.body()).isEqualTo("{\"problem\":\"There is no card to swipe away.\"}");
  }

  @Test
  void changesTheMoodOfApns() throws Exception {
    // When
    HttpResponse<String> failing = post("apns", "{\"mood\":\"failing\"}");
    HttpResponse<String> angry = post("apns", "{\"mood\":\"angry\"}");

    // Then
    assertThat(failing.body()).contains("503");
    assertThat(angry.statusCode()).isEqualTo(400);
    assertThat(firstScene().at("/apns/mood").asText()).isEqualTo("failing");
  }

  @Test
  void skipsToTheMomentsOfTheShowAndNeverBack() throws Exception {
    // Given
    JsonNode stops = firstScene().at("/show/stops");
    Instant begins = Instant.ofEpochMilli(stops.at("/2/at").asLong());

    // When
    HttpResponse<String> onwards = post("skip", "{\"to\":\"begins\"}");
    HttpResponse<String> back = post("skip", "{\"to\":\"card\"}");
    HttpResponse<String> nowhere = post("skip", "{\"to\":\"supper\"}");

    // Then
    assertThat(onwards.statusCode()).isEqualTo(200);
    assertThat(clock.now()).isBetween(begins, begins.plusSeconds(40));
    assertThat(back.statusCode()).isEqualTo(409);
    assertThat(nowhere.statusCode()).isEqualTo(400);
  }

  @Test
  void skipsSomeMinutes() throws Exception {
    // When
    HttpResponse<String> some = post("skip", "{\"minutes\":20}");
    HttpResponse<String> none = post("skip", "{\"minutes\":0}");

    // Then
    assertThat(some.statusCode()).isEqualTo(200);
    assertThat(clock.businessClock().offset()).isEqualTo(Duration.ofMinutes(20));
    assertThat(none.statusCode()).isEqualTo(400);
  }

  @Test
  void fillsAHouseWithOtherPhones() throws Exception {
    // When
    HttpResponse<String> first = post("burst", "{\"phones\":3}");
    HttpResponse<String> second = post("burst", "{\"phones\":3}");

    // Then
    assertThat(first.statusCode()).isEqualTo(200);
    assertThat(second.statusCode()).isEqualTo(409);
    await().until(() -> burst.progress().stage().equals("Cards start"));
    assertThat(published).hasSize(3).allMatch(BookingConfirmed.class::isInstance);
    assertThat(firstScene().at("/burst/of").asInt()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource({"0", "10001", "many"})
  void fillsNoHouseThatIsEmptyOrTooLarge(String size) throws Exception {
    // When
    HttpResponse<String> answer = post("burst", "{\"phones\":\"" + size + "\"}");

    // Then
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(published).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "dance | {}                  | 404",
        "book  | {\"phone\":\"Eve\"} | 400",
        "book  | {}                  | 400",
        "book  | {                   | 400",
      })
  void answersAWrongOrderInWords(String control, String order, int status) throws Exception {
    // When
    HttpResponse<String> answer = post(control, order);

    // Then
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(json.readTree(answer.body()).path("problem").asText()).isNotEmpty();
  }

  @Test
  void takesNoOrderFromAnotherSite() throws Exception {
    // Given
    HttpRequest foreign =
        request("controls/book")
            .header("Origin", "https://example.com")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(ADA))
            .build();

    // When
    HttpResponse<String> answer = http.send(foreign, BodyHandlers.ofString());

    // Then
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(published).isEmpty();
  }

  @Test
  void tellsWhoWatchesWhatChanges() throws Exception {
    // Given
    HttpResponse<InputStream> live =
        http.send(request("live").build(), BodyHandlers.ofInputStream());
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(live.body(), StandardCharsets.UTF_8))) {
      JsonNode before = nextScene(reader);

      // When
      ada.goOffline();

      // Then
      JsonNode after = nextScene(reader);
      assertThat(live.headers().firstValue("Content-Type"))
          .hasValue("text/event-stream; charset=utf-8");
      assertThat(before.at("/phones/0/offline").asBoolean()).isFalse();
      assertThat(after.at("/phones/0/offline").asBoolean()).isTrue();
    }
  }

  private JsonNode firstScene() throws Exception {
    HttpResponse<InputStream> live =
        http.send(request("live").build(), BodyHandlers.ofInputStream());
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(live.body(), StandardCharsets.UTF_8))) {
      return nextScene(reader);
    }
  }

  private JsonNode nextScene(BufferedReader reader) throws Exception {
    while (true) {
      String line = reader.readLine();
      if (line.startsWith("data: ")) {
        return json.readTree(line.substring("data: ".length()));
      }
    }
  }

  private static List<String> references(String text) {
    return REFERENCE.matcher(text).results().map(PageServerTest::reference).toList();
  }

  private static String reference(MatchResult match) {
    return match.group(1) == null ? match.group(2) : match.group(1);
  }

  private HttpResponse<String> get(String path) throws Exception {
    return http.send(request(path).build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String control, String order) throws Exception {
    return http.send(
        request("controls/" + control)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(order))
            .build(),
        BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(
        URI.create("http://localhost:" + server.getAddress().getPort() + PageServer.PATH + path));
  }
}
