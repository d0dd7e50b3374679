package dev.marquee.dispatcher.apns;

import dev.marquee.dispatcher.apns.StreamResult.Answered;
import dev.marquee.dispatcher.apns.StreamResult.NotProcessed;
import dev.marquee.dispatcher.apns.StreamResult.Unanswered;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.StreamResetException;
import io.vertx.core.http.impl.HttpClientConnection;
import io.vertx.core.net.HostAndPort;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One push on one stream of a connection: writes the request, reads the answer, and where none
 * comes finds out whether the request can have been processed. Confined to the connection's event
 * loop.
 */
final class ApnsStream {

  private static final CharSequence APNS_ID = HttpHeaders.createOptimized("apns-id");
  private static final CharSequence APNS_TOPIC = HttpHeaders.createOptimized("apns-topic");
  private static final CharSequence APNS_PUSH_TYPE = HttpHeaders.createOptimized("apns-push-type");
  private static final CharSequence LIVE_ACTIVITY = HttpHeaders.createOptimized("liveactivity");
  private static final CharSequence APNS_PRIORITY = HttpHeaders.createOptimized("apns-priority");
  private static final CharSequence APNS_EXPIRATION =
      HttpHeaders.createOptimized("apns-expiration");
  private static final CharSequence APNS_COLLAPSE_ID =
      HttpHeaders.createOptimized("apns-collapse-id");

  /** An answer's body is a short JSON object; what is longer is no answer of APNs. */
  private static final int BODY_LIMIT = 4096;

  private final Context context;
  private final HttpClientConnection connection;
  private final Http2Connection streams;
  private final HttpClientRequest request;
  private final Consumer<StreamResult> then;
  private final long startedAtNanos;
  private final long deadlineNanos;
  private int streamId;
  private @Nullable Boolean bodyWritten;
  private @Nullable String resetCause;
  private boolean done;

  /**
   * @param request fresh from the connection
   * @param nowNanos when the time-out of the answer begins
   * @param deadlineNanos until when the request may leave
   * @param then is given the one result
   */
  ApnsStream(
      Context context,
      HttpClientConnection connection,
      HttpClientRequest request,
      long nowNanos,
      long deadlineNanos,
      Consumer<StreamResult> then) {
    this.context = context;
    this.connection = connection;
    this.streams = ApnsConnector.streamsOf(connection);
    this.request = request;
    this.startedAtNanos = nowNanos;
    this.deadlineNanos = deadlineNanos;
    this.then = then;
  }

  /**
   * Writes the request. Apple asks for certain headers to stay out of the HPACK table; Vert.x gives
   * its users no say in that, all go through Netty's encoder alike.
   */
  void write(ApnsPush push, ProviderToken token, HostAndPort authority) {
    request
        .setMethod(HttpMethod.POST)
        .authority(authority)
        .setURI("/3/device/" + push.token().hex())
        .putHeader(HttpHeaders.AUTHORIZATION, token.authorization())
        .putHeader(APNS_TOPIC, push.lane().topic())
        .putHeader(APNS_PUSH_TYPE, LIVE_ACTIVITY)
        .putHeader(APNS_PRIORITY, push.priority().headerValue())
        .putHeader(APNS_EXPIRATION, Long.toString(push.expiration().getEpochSecond()))
        .putHeader(APNS_ID, push.apnsId().toString());
    if (push.collapseId() != null) {
      request.putHeader(APNS_COLLAPSE_ID, push.collapseId());
    }
    // Without a handler Vert.x logs what the response tells as well.
    request.exceptionHandler(_ -> {});
    request.response().onComplete(this::read, this::fail);
    request.end(Buffer.buffer(push.payload())).onComplete(w -> bodyWritten = w.succeeded());
    streamId = streams.local().lastStreamCreated();
  }

  /**
   * Ends the stream if the peer has not taken its last byte by the push's deadline: what it has not
   * taken by then must not leave. To be called until the stream is done, at least this often.
   */
  void resetIfStalled(long nowNanos, Duration untilNextCall) {
    if (bodyWritten == null && deadlineNanos - nowNanos < untilNextCall.toNanos()) {
      reset("the deadline passed on a stalled connection");
    }
  }

  boolean overdue(long nowNanos, Duration timeout) {
    return nowNanos - startedAtNanos >= timeout.toNanos();
  }

  boolean done() {
    return done;
  }

  /** The connection is gone: there will be no answer. */
  void abandon() {
    finish(resultOf("connection closed", false));
  }

  /** Gives up on the answer but leaves the stream open, see {@link #cancel}. */
  void expire(Duration timeout) {
    finish(resultOf("no answer within " + timeout, false));
  }

  /**
   * Ends the stream of an expired request. Not to be hurried: an answer that comes after it is an
   * error to Netty, and a peer that is merely slow would soon have the connection closed over them.
   */
  void cancel() {
    request.reset(Http2Error.CANCEL.code());
  }

  private void reset(String cause) {
    if (!done) {
      resetCause = cause;
      cancel();
      finishSoon(cause, false);
    }
  }

  private void read(HttpClientResponse response) {
    int status = response.statusCode();
    Buffer body = Buffer.buffer();
    response.handler(chunk -> {
      if (body.length() + chunk.length() <= BODY_LIMIT) {
        body.appendBuffer(chunk);
      }
    });
    response.endHandler(
        _ -> finish(new Answered(ApnsAnswer.read(status, response.headers(), body))));
    response.exceptionHandler(_ ->
        finish(
            status == HttpResponseStatus.OK.code()
                ? new Answered(ApnsAnswer.read(status, response.headers(), body))
                : new NotProcessed("refused with status " + status + ", the reason was cut off")));
  }

  private void fail(Throwable failure) {
    if (failure instanceof StreamResetException) {
      ApnsConnector.forgiveResets(connection);
    }
    String cause = resetCause == null ? describe(failure) : resetCause;
    finishSoon(cause, isRefused(failure));
  }

  /** Not at once: Netty tells the fate of a stream before that of the bytes still to be written. */
  private void finishSoon(String cause, boolean refused) {
    context.runOnContext(_ -> finish(resultOf(cause, refused)));
  }

  private StreamResult resultOf(String cause, boolean refused) {
    // Without its last byte a request cannot have been processed.
    boolean incomplete = Boolean.FALSE.equals(bodyWritten);
    boolean beyondGoAway =
        streams.goAwayReceived() && streamId > streams.local().lastStreamKnownByPeer();
    return refused || incomplete || beyondGoAway ? new NotProcessed(cause) : new Unanswered(cause);
  }

  private static boolean isRefused(Throwable failure) {
    return failure instanceof StreamResetException reset
        && reset.getCode() == Http2Error.REFUSED_STREAM.code();
  }

  /** In words of ours: what libraries put into messages may hold the path, and so the token. */
  private static String describe(Throwable failure) {
    return switch (failure) {
      case StreamResetException reset -> "stream reset with code " + reset.getCode();
      case HttpClosedException _ -> "connection closed";
      case Http2Exception http2 -> "HTTP/2 error " + http2.error();
      default -> "connection failed: " + failure.getClass().getSimpleName();
    };
  }

  private void finish(StreamResult result) {
    if (!done) {
      done = true;
      then.accept(result);
    }
  }
}
