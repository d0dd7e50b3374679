package dev.marquee.registry.device;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.marquee.contracts.token.PushToken;
import dev.marquee.registry.access.Caller;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/**
 * Which device a start token belongs to: one value to one device, by the newest report. A report
 * that brings more than start tokens calls this around the change of the device's row, in its
 * transaction: {@link #claim} before it, {@link #settle} after it. One that brings nothing else is
 * taken in by {@link #change}.
 */
@ApplicationScoped
class StartTokenStore {
  private static final String CLAIM =
      """
      select cast(row_to_json(claim) as text)
      from claim_start_tokens(jsonb_build_array(jsonb_build_object(
        'device', cast(:deviceId as text), 'tokens', cast(cast(:reported as text) as jsonb),
        'observedAt', cast(:observedAt as timestamptz)))) as claim
      """;

  private static final String CHANGE =
      "select %s from change_start_tokens(cast(cast(:reports as text) as jsonb))"
          .formatted(Device.COLUMNS);

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

  /**
   * Takes in reports of start tokens alone: claims, changes and settles in one statement.
   *
   * @param changes of different devices, and no token twice among them
   * @return the devices as they are now, by their ids, without those that the user does not own
   */
  Uni<Map<String, Device>> change(Mutiny.Session session, List<StartTokenChange> changes) {
    return session
        .createNativeQuery(CHANGE, Device.class)
        .setParameter("reports", writeReports(changes))
        .getResultList()
        .map(devices ->
            devices.stream()
                .collect(Collectors.toMap(device -> device.deviceId, Function.identity())));
  }

  private String writeReports(List<StartTokenChange> changes) {
    ArrayNode reports = json.createArrayNode();
    for (StartTokenChange change : changes) {
      ObjectNode report = reports.addObject();
      report
          .put("device", change.deviceId())
          .put("user", change.userId())
          .put("sequence", change.order().sequence())
          .put("observedAt", change.order().observedAt().toString())
          .put("receivedAt", change.order().receivedAt().toString())
          .put("trace", change.traceParent());
      PushToken token = change.token();
      report.putObject("tokens").put(change.attributesType(), token == null ? null : token.hex());
    }
    return reports.toString();
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
