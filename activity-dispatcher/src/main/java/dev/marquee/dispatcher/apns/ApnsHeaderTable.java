package dev.marquee.dispatcher.apns;

import io.netty.handler.codec.http2.Http2Headers.PseudoHeaderName;
import io.netty.handler.codec.http2.Http2HeadersEncoder.SensitivityDetector;

/**
 * Which headers of one connection enter the table that HPACK keeps of what was sent. As Apple asks:
 * never the path and the provider token; once, for their names, those that differ from push to
 * push; always the rest.
 *
 * @see <a
 *     href="https://developer.apple.com/documentation/usernotifications/sending-notification-requests-to-apns">Sending
 *     notification requests to APNs</a>
 */
final class ApnsHeaderTable implements SensitivityDetector {

  private boolean knowsId;
  private boolean knowsExpiration;
  private boolean knowsCollapseId;

  /** By identity: the names are constants. */
  @Override
  @SuppressWarnings("ReferenceEquality")
  public boolean isSensitive(CharSequence name, CharSequence value) {
    if (name == PseudoHeaderName.PATH.value() || name == RequestHeaders.AUTHORIZATION) {
      return true;
    }
    if (name == RequestHeaders.APNS_ID) {
      boolean known = knowsId;
      knowsId = true;
      return known;
    }
    if (name == RequestHeaders.APNS_EXPIRATION) {
      boolean known = knowsExpiration;
      knowsExpiration = true;
      return known;
    }
    if (name == RequestHeaders.APNS_COLLAPSE_ID) {
      boolean known = knowsCollapseId;
      knowsCollapseId = true;
      return known;
    }
    return false;
  }
}
