package dev.marquee.registry.device;

import dev.marquee.contracts.token.PushToken;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an app says about one start token, to be taken in together with the reports of other
 * devices.
 *
 * @param userId who must own the device
 * @param token null where the app withdraws it
 * @param traceParent of the request; null where it belongs to no trace
 */
record StartTokenChange(
    String deviceId,
    String userId,
    String attributesType,
    @Nullable PushToken token,
    ReportOrder order,
    @Nullable String traceParent) {

  /**
   * What two reports taken in together must not share: the device, or the token they contend for.
   */
  Set<?> keys() {
    return token == null ? Set.of(deviceId) : Set.of(deviceId, token);
  }
}
