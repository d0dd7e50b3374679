package dev.marquee.dispatcher.apns;

import dev.marquee.dispatcher.apns.StreamResult.Answered;
import dev.marquee.dispatcher.apns.StreamResult.NotProcessed;
import dev.marquee.dispatcher.apns.StreamResult.Unanswered;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One push on one stream of a connection: puts the answer together, and where none comes finds out
 * whether the request can have been processed. Confined to the connection's event loop.
 */
final class ApnsStream implements ChannelFutureListener {

  /** An answer's body is a short JSON object; what is longer is no answer of APNs. */
  private static final int BODY_LIMIT = 4096;

  private static final int OK = HttpResponseStatus.OK.code();

  private enum Body {
    /** Some of it still waits on this side. */
    WAITING,
    WRITTEN,
    /** Its last byte never left, and never will. */
    LOST
  }

  private final ApnsWire wire;
  private final EventLoop loop;
  private final Consumer<StreamResult> then;
  private final long startedAtNanos;
  private final long deadlineNanos;
  private int streamId;
  private Body body = Body.WAITING;
  private @Nullable Http2Headers answer;
  private @Nullable Buffer answerBody;
  private String endCause = "connection closed";
  private boolean refused;
  private boolean done;

  /**
   * @param nowNanos when the time-out of the answer begins
   * @param deadlineNanos until when the request may leave
   * @param then is given the one result
   */
  ApnsStream(
      ApnsWire wire,
      EventLoop loop,
      long nowNanos,
      long deadlineNanos,
      Consumer<StreamResult> then) {
    this.wire = wire;
    this.loop = loop;
    this.startedAtNanos = nowNanos;
    this.deadlineNanos = deadlineNanos;
    this.then = then;
  }

  /** Writes the request; it leaves with the next flush of the wire. */
  void write(Http2Headers headers, ByteBuf payload) {
    streamId = wire.write(this, headers, payload);
  }

  /** The last byte of the request has left, or never will. */
  @Override
  public void operationComplete(ChannelFuture written) {
    if (written.isSuccess()) {
      body = Body.WRITTEN;
    } else {
      body = Body.LOST;
      // Where there is no stream, nobody else would tell.
      finishSoon();
    }
  }

  /**
   * Ends the stream if the peer has not taken its last byte by the push's deadline: what it has not
   * taken by then must not leave. To be called until the stream is done, at least this often.
   */
  void resetIfStalled(long nowNanos, Duration untilNextCall) {
    if (!done && body == Body.WAITING && deadlineNanos - nowNanos < untilNextCall.toNanos()) {
      endCause = "the deadline passed on a stalled connection";
      wire.cancel(streamId);
      finishSoon();
    }
  }

  boolean overdue(long nowNanos, Duration timeout) {
    return nowNanos - startedAtNanos >= timeout.toNanos();
  }

  boolean done() {
    return done;
  }

  /** Gives up on the answer but leaves the stream open, see {@link #cancel}. */
  void expire(Duration timeout) {
    finish(resultOf("no answer within " + timeout));
  }

  /**
   * Ends the stream of an expired request. Not to be hurried: an answer that comes after it is an
   * error to Netty, which answers it with one more reset.
   */
  void cancel() {
    wire.cancel(streamId);
  }

  /** The head of the answer has come, and maybe all of it. */
  void headers(Http2Headers headers, boolean last) {
    // Neither a provisional answer before the real one counts, nor trailers after it.
    if (answer == null || ApnsAnswer.statusOf(headers) != 0) {
      answer = headers;
    }
    if (last) {
      finish(answered(answer));
    }
  }

  /** Some of the answer's body has come, and maybe the last of it. */
  void body(ByteBuf data, boolean last) {
    Buffer all = answerBody == null ? Buffer.buffer() : answerBody;
    answerBody = all;
    if (all.length() + data.readableBytes() <= BODY_LIMIT) {
      byte[] bytes = new byte[data.readableBytes()];
      data.getBytes(data.readerIndex(), bytes);
      all.appendBytes(bytes);
    }
    if (last && answer != null) {
      finish(answered(answer));
    }
  }

  /** The peer wants no more of the stream, which ends after this call. */
  void resetByPeer(long errorCode) {
    refused = errorCode == Http2Error.REFUSED_STREAM.code();
    endCause = "stream reset with code " + errorCode;
  }

  /** The stream is no more. If there was no answer by then, there will be none. */
  void closed() {
    finishSoon();
  }

  /** Not at once: Netty tells the fate of a stream before that of the bytes still to be written. */
  private void finishSoon() {
    if (!done) {
      loop.execute(() -> finish(answer == null ? resultOf(endCause) : cutOff(answer)));
    }
  }

  private StreamResult answered(Http2Headers headers) {
    return new Answered(ApnsAnswer.read(headers, answerBody));
  }

  /** The head of an answer tells enough, but for the reason of a refusal. */
  private StreamResult cutOff(Http2Headers headers) {
    int status = ApnsAnswer.statusOf(headers);
    return status == OK
        ? answered(headers)
        : new NotProcessed("refused with status " + status + ", the reason was cut off");
  }

  private StreamResult resultOf(String cause) {
    // Without its last byte a request cannot have been processed.
    return refused || body == Body.LOST || wire.beyondGoAway(streamId)
        ? new NotProcessed(cause)
        : new Unanswered(cause);
  }

  private void finish(StreamResult result) {
    if (!done) {
      done = true;
      then.accept(result);
    }
  }
}
