package dev.marquee.dispatcher.apns;

import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** What the client makes of answers, for tests of what follows from them. */
public final class AnswersOnTheWire {
  private AnswersOnTheWire() {}

  /** The outcome of an answer that is not sent again, or not once more. */
  public static ApnsOutcome outcomeOf(int status, @Nullable String reason) {
    Buffer body = reason == null ? null : new JsonObject().put("reason", reason).toBuffer();
    return ApnsAnswer.read(new DefaultHttp2Headers().status(Integer.toString(status)), body)
        .outcome();
  }
}
