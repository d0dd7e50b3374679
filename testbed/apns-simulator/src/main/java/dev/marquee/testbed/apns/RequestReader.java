package dev.marquee.testbed.apns;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.IOException;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects one request from its frames. Keeps no more of a body than APNs would take. */
final class RequestReader {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  private static final byte[] EMPTY = {};

  private final String method;
  private final String path;
  private final Map<String, String> headers = new LinkedHashMap<>();
  private @Nullable String authorization;
  private boolean duplicateHeaders;
  private byte[] body = EMPTY;
  private int bodyBytes;

  RequestReader(Http2Headers received) {
    method = String.valueOf(received.method());
    path = String.valueOf(received.path());
    for (Map.Entry<CharSequence, CharSequence> header : received) {
      if (!Http2Headers.PseudoHeaderName.hasPseudoHeaderFormat(header.getKey())) {
        add(header.getKey().toString(), header.getValue().toString());
      }
    }
  }

  private void add(String name, String value) {
    String kept = value;
    if (name.equals("authorization")) {
      authorization = value;
      kept = "bearer " + Fingerprint.of(value);
    }
    if (headers.put(name, kept) != null) {
      duplicateHeaders = true;
    }
  }

  void append(ByteBuf data) {
    int length = data.readableBytes();
    if (bodyBytes + length <= RequestChecks.BODY_LIMIT) {
      byte[] longer = new byte[bodyBytes + length];
      System.arraycopy(body, 0, longer, 0, bodyBytes);
      data.readBytes(longer, bodyBytes, length);
      body = longer;
    } else {
      body = EMPTY;
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
            json());
    return new IncomingRequest(push, authorization, duplicateHeaders);
  }

  private JsonNode json() {
    try {
      return JSON.readTree(body);
    } catch (IOException e) {
      return MissingNode.getInstance();
    }
  }
}
