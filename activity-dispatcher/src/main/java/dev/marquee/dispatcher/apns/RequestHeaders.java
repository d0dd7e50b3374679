package dev.marquee.dispatcher.apns;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.ReadOnlyHttp2Headers;
import io.netty.util.AsciiString;
import io.vertx.core.net.HostAndPort;
import java.util.HashMap;
import java.util.Map;

/** Writes the headers of requests to one host. Confined to one event loop. */
final class RequestHeaders {

  static final AsciiString AUTHORIZATION = AsciiString.cached("authorization");
  static final AsciiString APNS_ID = AsciiString.cached("apns-id");
  static final AsciiString APNS_EXPIRATION = AsciiString.cached("apns-expiration");
  static final AsciiString APNS_COLLAPSE_ID = AsciiString.cached("apns-collapse-id");

  private static final AsciiString APNS_TOPIC = AsciiString.cached("apns-topic");
  private static final AsciiString APNS_PUSH_TYPE = AsciiString.cached("apns-push-type");
  private static final AsciiString LIVE_ACTIVITY = AsciiString.cached("liveactivity");
  private static final AsciiString APNS_PRIORITY = AsciiString.cached("apns-priority");
  private static final AsciiString POST = AsciiString.cached("POST");
  private static final AsciiString HTTPS = AsciiString.cached("https");
  private static final int DEFAULT_PORT = 443;
  private static final AsciiString IMMEDIATE = ascii(ApnsPriority.IMMEDIATE.headerValue());
  private static final AsciiString CONSERVE_POWER =
      ascii(ApnsPriority.CONSERVE_POWER.headerValue());

  private final AsciiString authority;
  private final Map<ApnsLane, AsciiString> topics = new HashMap<>();

  RequestHeaders(HostAndPort host) {
    this.authority =
        ascii(host.port() == DEFAULT_PORT ? host.host() : host.host() + ":" + host.port());
  }

  /** The headers of one push. Nothing is checked again: its parts have been when they were made. */
  Http2Headers of(ApnsPush push, ProviderToken token) {
    return ReadOnlyHttp2Headers.clientHeaders(
        false,
        POST,
        ascii("/3/device/" + push.token().hex()),
        HTTPS,
        authority,
        others(push, token));
  }

  private AsciiString[] others(ApnsPush push, ProviderToken token) {
    AsciiString topic = topics.computeIfAbsent(push.lane(), lane -> ascii(lane.topic()));
    AsciiString priority =
        switch (push.priority()) {
          case IMMEDIATE -> IMMEDIATE;
          case CONSERVE_POWER -> CONSERVE_POWER;
        };
    AsciiString expiration = ascii(Long.toString(push.expiration().getEpochSecond()));
    AsciiString id = ascii(push.apnsId().toString());
    String collapseId = push.collapseId();
    return collapseId == null
        ? new AsciiString[] {
          AUTHORIZATION, token.authorization(),
          APNS_TOPIC, topic,
          APNS_PUSH_TYPE, LIVE_ACTIVITY,
          APNS_PRIORITY, priority,
          APNS_EXPIRATION, expiration,
          APNS_ID, id
        }
        : new AsciiString[] {
          AUTHORIZATION, token.authorization(),
          APNS_TOPIC, topic,
          APNS_PUSH_TYPE, LIVE_ACTIVITY,
          APNS_PRIORITY, priority,
          APNS_EXPIRATION, expiration,
          APNS_ID, id,
          APNS_COLLAPSE_ID, ascii(collapseId)
        };
  }

  private static AsciiString ascii(String text) {
    return new AsciiString(text.getBytes(ISO_8859_1), false);
  }
}
