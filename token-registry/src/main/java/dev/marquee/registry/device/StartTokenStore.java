package dev.marquee.registry.device;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.marquee.contracts.token.PushToken;
import dev.marquee.registry.access.Caller;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.TreeMap;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/**
 * Which device a start token belongs to: one value to one device, by the newest report. Called
 * around the change of the device's row, in its transaction: {@link #claim} before it, {@link
 * #settle} after it.
 */
@ApplicationScoped
class StartTokenStore {
  private static final String CLAIM =
      """
      select cast(row_to_json(claim) as text)
      from claim_start_tokens(
        :deviceId, cast(cast(:reported as text) as jsonb), cast(:observedAt as timestamptz))
        as claim
      """;

  private static final String OPEN_SIGN_IN =
      """
      select cast(row_to_json(opened) as text)
      from open_sign_in(
        :deviceId, :userId, cast(:issuedAt as timestamptz),
        cast(cast(:reported as text) as jsonb), cast(:sequence as bigint),
        cast(:observedAt as timestamptz), cast(:receivedAt as timestamptz)) as opened
      """;

  private static final String DISPLACE =
      "select displace_start_tokens(:deviceId, cast(:receivedAt as timestamptz))";

  private final ObjectMapper json;

  StartTokenStore(ObjectMapper json) {
    this.json = json;
  }

  /** Takes the locks of the tokens, then those of the device and of all that hold the tokens. */
  Uni<StartTokenClaim> claim(
      Mutiny.Session session,
      String deviceId,
      Map<String, ? extends @Nullable PushToken> reported,
      ReportOrder order) {
    return session
        .createNativeQuery(CLAIM, String.class)
        .setParameter("deviceId", deviceId)
        .setParameter("reported", write(reported))
        .setParameter("observedAt", DeviceStore.utc(order.observedAt()))
        .getSingleResult()
        .map(this::read);
  }

  /** The same for a sign-in, which an erasure may forbid. */
  Uni<StartTokenClaim> openSignIn(
      Mutiny.Session session,
      Caller caller,
      String deviceId,
      Map<String, PushToken> reported,
      ReportOrder order) {
    return session
        .createNativeQuery(OPEN_SIGN_IN, String.class)
        .setParameter("deviceId", deviceId)
        .setParameter("userId", caller.userId())
        .setParameter("issuedAt", DeviceStore.utc(caller.loginIssuedAt()))
        .setParameter("reported", write(reported))
        .setParameter("sequence", order.sequence())
        .setParameter("observedAt", DeviceStore.utc(order.observedAt()))
        .setParameter("receivedAt", DeviceStore.utc(order.receivedAt()))
        .getSingleResult()
        .map(this::read);
  }

  private StartTokenClaim read(String claim) {
    try {
      JsonNode fields = json.readTree(claim);
      return new StartTokenClaim(
          fields.path("owner").textValue(),
          fields.path("claimed").toString(),
          fields.path("contested").booleanValue(),
          fields.path("erased").asBoolean(false));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a row is JSON", e);
    }
  }

  /** Takes the tokens that the device holds now from all others. */
  Uni<Device> settle(
      Mutiny.Session session, StartTokenClaim claim, Device winner, ReportOrder order) {
    return claim.contested()
        ? session
            .createNativeQuery(DISPLACE, Long.class)
            .setParameter("deviceId", winner.deviceId)
            .setParameter("receivedAt", DeviceStore.utc(order.receivedAt()))
            .getSingleResult()
            .replaceWith(winner)
        : Uni.createFrom().item(winner);
  }

  private String write(Map<String, ? extends @Nullable PushToken> tokens) {
    Map<String, @Nullable String> hex = new TreeMap<>();
    tokens.forEach((type, token) -> hex.put(type, token == null ? null : token.hex()));
    try {
      return json.writeValueAsString(hex);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a map of texts is JSON", e);
    }
  }
}
