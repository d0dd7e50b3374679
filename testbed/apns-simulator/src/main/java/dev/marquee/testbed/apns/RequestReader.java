package dev.marquee.testbed.apns;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2Headers;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects one request from its frames. Keeps no more of a body than APNs would take. */
final class RequestReader {
  private final String method;
  private final String path;
  private final Map<String, String> headers = new LinkedHashMap<>();
  private @Nullable String authorization;
  private boolean duplicateHeaders;
  private PushBody body = PushBody.NONE;
  private int bodyBytes;

  /**
   * A request whose headers have come.
   *
   * @param secrets of the connection, on which the same {@code authorization} comes again and again
   */
  RequestReader(Http2Headers received, SecretHeader secrets) {
    method = String.valueOf(received.method());
    path = String.valueOf(received.path());
    for (Map.Entry<CharSequence, CharSequence> header : received) {
      if (!Http2Headers.PseudoHeaderName.hasPseudoHeaderFormat(header.getKey())) {
        add(header.getKey().toString(), header.getValue().toString(), secrets);
      }
    }
  }

  private void add(String name, String value, SecretHeader secrets) {
    String kept = value;
    if (name.equals("authorization")) {
      authorization = value;
      kept = secrets.masked(value);
    }
    if (headers.put(name, kept) != null) {
      duplicateHeaders = true;
    }
  }

  void append(ByteBuf data) {
    int length = data.readableBytes();
    if (bodyBytes + length <= RequestChecks.BODY_LIMIT) {
      byte[] longer = new byte[bodyBytes + length];
      body.copyTo(longer);
      data.readBytes(longer, bodyBytes, length);
      body = new PushBody(longer);
    } else {
      body = PushBody.NONE;
    }
    bodyBytes += length;
  }

  IncomingRequest finish(Instant now, long connectionId, int streamId) {
    PushRequest push =
        new PushRequest(
            now,
            System.nanoTime(),
            connectionId,
            streamId,
            method,
            path,
            Collections.unmodifiableMap(headers),
            bodyBytes,
            body);
    return new IncomingRequest(push, authorization, duplicateHeaders);
  }
}
