package dev.marquee.testbed.apns;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PemTrustOptions;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A provider with one HTTP/2 connection, on the client that the dispatcher uses too. */
public final class PushClient implements AutoCloseable {
  public static final String BUNDLE_ID = "com.example.tickets";
  static final String TOPIC = BUNDLE_ID + ".push-type.liveactivity";

  private final Vertx vertx = Vertx.vertx();
  private final HttpClient http;
  private final ApnsSimulator apns;

  /** The stream limits that the server announced, in order. */
  final List<Long> streamLimits = new CopyOnWriteArrayList<>();

  /** The debug data of each GOAWAY, in order. */
  final List<String> goAways = new CopyOnWriteArrayList<>();

  PushClient(ApnsSimulator apns) {
    this.apns = apns;
    http =
        vertx
            .httpClientBuilder()
            .with(
                new HttpClientOptions()
                    .setProtocolVersion(HttpVersion.HTTP_2)
                    .setSsl(true)
                    .setUseAlpn(true)
                    .setHttp2MaxPoolSize(1)
                    .setTrustOptions(
                        new PemTrustOptions()
                            .addCertValue(Buffer.buffer(apns.tlsIdentity().certificatePem()))))
            .withConnectHandler(this::observe)
            .build();
  }

  private void observe(HttpConnection connection) {
    streamLimits.add(connection.remoteSettings().getMaxConcurrentStreams());
    connection.remoteSettingsHandler(
        settings -> streamLimits.add(settings.getMaxConcurrentStreams()));
    connection.goAwayHandler(goAway -> goAways.add(goAway.getDebugData().toString()));
  }

  /** A push that APNs accepts, to be spoilt by the test. */
  Push push(String token, String providerToken) {
    return new Push("/3/device/" + token, providerToken);
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
  }

  public record Answer(int status, Map<String, String> headers, JsonObject body) {
    public @Nullable String reason() {
      return body.getString("reason");
    }
  }

  public final class Push {
    private final String path;
    private HttpMethod method = HttpMethod.POST;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private @Nullable String repeatedHeader;
    private String body =
        """
        {"aps":{"timestamp":1700000000,"event":"update","content-state":{"gate":"B"}}}\
        """;

    private Push(String path, String providerToken) {
      this.path = path;
      headers.put("authorization", "bearer " + providerToken);
      headers.put("apns-push-type", "liveactivity");
      headers.put("apns-topic", TOPIC);
      headers.put("apns-priority", "10");
      headers.put(
          "apns-expiration", Long.toString(Instant.parse("2026-11-22T12:00:00Z").getEpochSecond()));
    }

    Push path(String other) {
      Push push = new Push(other, "");
      push.headers.putAll(headers);
      push.body = body;
      return push;
    }

    Push method(HttpMethod method) {
      this.method = method;
      return this;
    }

    public Push header(String name, String value) {
      headers.put(name, value);
      return this;
    }

    public Push without(String name) {
      headers.remove(name);
      return this;
    }

    Push repeated(String name) {
      repeatedHeader = name;
      return this;
    }

    public Push body(String body) {
      this.body = body;
      return this;
    }

    public Future<Answer> send() {
      return http.request(method, apns.port(), "localhost", path).compose(this::send);
    }

    private Future<Answer> send(HttpClientRequest request) {
      headers.forEach(request::putHeader);
      if (repeatedHeader != null) {
        request.headers().add(repeatedHeader, headers.get(repeatedHeader));
      }
      return request.send(Buffer.buffer(body)).compose(this::read);
    }

    private Future<Answer> read(HttpClientResponse response) {
      Map<String, String> received = new LinkedHashMap<>();
      response.headers().forEach(received::put);
      return response
          .body()
          .map(bytes ->
              new Answer(
                  response.statusCode(),
                  received,
                  bytes.length() == 0 ? new JsonObject() : new JsonObject(bytes)));
    }

    public Answer answer() throws Exception {
      return send().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
  }
}
