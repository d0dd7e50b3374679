package dev.marquee.dispatcher.apns;

import io.netty.handler.codec.http2.AbstractHttp2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.DefaultHttp2Connection;
import io.netty.handler.codec.http2.DefaultHttp2RemoteFlowController;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.UniformStreamByteDistributor;
import io.netty.util.concurrent.Promise;

/** Makes the wire of one connection: Netty's codec, set up for what APNs is and asks for. */
final class ApnsWireBuilder
    extends AbstractHttp2ConnectionHandlerBuilder<ApnsWire, ApnsWireBuilder> {

  /** More than a body can have: one after the other leaves whole, none waits for all others. */
  private static final int WHOLE_BODY = 16_384;

  private final Promise<ApnsWire> opened;
  private final int firstStreamId;

  /**
   * @param opened is given the wire when the server's first SETTINGS have come
   * @param firstStreamId where the connection begins to count, an odd number
   */
  ApnsWireBuilder(Promise<ApnsWire> opened, int firstStreamId) {
    this.opened = opened;
    this.firstStreamId = firstStreamId;
  }

  @Override
  protected ApnsWire build() {
    Http2Connection connection = newConnection();
    // All streams are alike, so nobody needs to weigh them; but a window that is too small for all
    // had better bring some bodies to their ends than a part of each.
    var distributor = new UniformStreamByteDistributor(connection);
    distributor.minAllocationChunk(WHOLE_BODY);
    connection
        .remote()
        .flowController(new DefaultHttp2RemoteFlowController(connection, distributor));
    connection(connection);
    initialSettings(Http2Settings.defaultSettings().pushEnabled(false));
    headerSensitivityDetector(new ApnsHeaderTable());
    // Resets come by the hundred when APNs lowers its limit, and when its answers are late.
    decoderEnforceMaxRstFramesPerWindow(0, 0);
    encoderEnforceMaxRstFramesPerWindow(0, 0);
    // A connection is closed when its last push has its outcome, or when it is given up.
    gracefulShutdownTimeoutMillis(0);
    return super.build();
  }

  private Http2Connection newConnection() {
    var connection = new DefaultHttp2Connection(false);
    if (firstStreamId > ApnsWire.FIRST_STREAM_ID) {
      try {
        connection.local().createStream(firstStreamId - 2, true).close();
      } catch (Http2Exception e) {
        throw new IllegalArgumentException("no stream id of a client: " + firstStreamId, e);
      }
    }
    return connection;
  }

  @Override
  protected ApnsWire build(
      Http2ConnectionDecoder decoder, Http2ConnectionEncoder encoder, Http2Settings settings) {
    return new ApnsWire(decoder, encoder, settings, opened);
  }
}
