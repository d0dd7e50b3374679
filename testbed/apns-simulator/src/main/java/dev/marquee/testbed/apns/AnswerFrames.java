package dev.marquee.testbed.apns;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.util.AsciiString;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * Writes answers as the frames of one connection, and the stream limits that follow from them. Used
 * by the connection's event loop only; the caller flushes.
 */
final class AnswerFrames {
  private static final AsciiString APNS_ID = AsciiString.cached("apns-id");

  private final Http2Connection connection;
  private final Http2ConnectionEncoder encoder;
  private final ApnsEnvironment environment;
  private final StreamLimit streamLimit;
  private final SplittableRandom random;
  private final Queue<Runnable> held = new ArrayDeque<>();
  private boolean holding;

  AnswerFrames(
      Http2ConnectionEncoder encoder,
      ApnsEnvironment environment,
      StreamLimit streamLimit,
      SplittableRandom random) {
    this.connection = encoder.connection();
    this.encoder = encoder;
    this.environment = environment;
    this.streamLimit = streamLimit;
    this.random = random;
  }

  /** Keeps all answers back from now on. */
  void hold() {
    holding = true;
  }

  /** Writes what was kept back, and what comes from now on. */
  void release() {
    holding = false;
    for (Runnable answer = held.poll(); answer != null; answer = held.poll()) {
      answer.run();
    }
  }

  void write(ChannelHandlerContext ctx, int streamId, Decision decision) {
    if (holding) {
      held.add(() -> writeNow(ctx, streamId, decision));
    } else {
      writeNow(ctx, streamId, decision);
    }
  }

  private void writeNow(ChannelHandlerContext ctx, int streamId, Decision decision) {
    if (connection.stream(streamId) == null) {
      return; // The client lost patience and reset the stream.
    }
    switch (decision.answer()) {
      case PushAnswer.Accepted _ -> accept(ctx, streamId, decision);
      case PushAnswer.Rejected rejected -> reject(ctx, streamId, decision, rejected);
      case PushAnswer.Unanswered _ ->
          throw new IllegalStateException("There is no answer to write");
    }
    boolean accepted = decision.answer() instanceof PushAnswer.Accepted;
    streamLimit
        .afterAnswer(decision.authenticated(), accepted)
        .ifPresent(limit -> {
          Http2Settings settings = new Http2Settings().maxConcurrentStreams(limit);
          var _ = encoder.writeSettings(ctx, settings, ctx.newPromise());
        });
  }

  private void accept(ChannelHandlerContext ctx, int streamId, Decision decision) {
    Http2Headers headers = headers(200, decision);
    if (environment == ApnsEnvironment.SANDBOX) {
      headers.add("apns-unique-id", new UUID(random.nextLong(), random.nextLong()).toString());
    }
    var _ = encoder.writeHeaders(ctx, streamId, headers, 0, true, ctx.newPromise());
  }

  private void reject(
      ChannelHandlerContext ctx, int streamId, Decision decision, PushAnswer.Rejected rejected) {
    Http2Headers headers = headers(rejected.status(), decision);
    headers.add("content-type", "application/json");
    var _ = encoder.writeHeaders(ctx, streamId, headers, 0, false, ctx.newPromise());
    var _ = encoder.writeData(ctx, streamId, body(rejected), 0, true, ctx.newPromise());
  }

  /** Not validated: all that comes from the client is an id, valid as the header it came in. */
  private static Http2Headers headers(int status, Decision decision) {
    return new DefaultHttp2Headers(false)
        .status(HttpResponseStatus.valueOf(status).codeAsText())
        .add(APNS_ID, decision.apnsId());
  }

  private static ByteBuf body(PushAnswer.Rejected rejected) {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("reason", rejected.reason());
    if (rejected.timestamp() != null) {
      json.put("timestamp", rejected.timestamp().toEpochMilli());
    }
    return Unpooled.copiedBuffer(json.toString(), StandardCharsets.UTF_8);
  }
}
