package dev.marquee.contracts.token;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.marquee.contracts.envelope.CloudEvent;
import dev.marquee.contracts.envelope.CloudEventCodec;
import dev.marquee.contracts.envelope.JsonFields;
import dev.marquee.contracts.envelope.MalformedEventException;
import dev.marquee.contracts.envelope.WireNames;
import dev.marquee.contracts.token.TokenEvent.ActivityChanged;
import dev.marquee.contracts.token.TokenEvent.DeviceChanged;
import dev.marquee.contracts.token.TokenEvent.UserErased;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@link TokenEvent}s as CloudEvents. Stateless; any thread. */
public final class TokenEventCodec {
  /** CloudEvents types and source, as contract. */
  public static final String DEVICE_CHANGED = "dev.marquee.device.changed";

  public static final String ACTIVITY_CHANGED = "dev.marquee.activity.changed";
  public static final String USER_ERASED = "dev.marquee.user.erased";
  public static final String SOURCE = "/token-registry";

  private static final Set<String> TYPES = Set.of(DEVICE_CHANGED, ACTIVITY_CHANGED, USER_ERASED);

  private static final int VERSION = 1;
  private static final Pattern ATTRIBUTES_TYPE =
      Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_.]{0,127}");

  private TokenEventCodec() {}

  /**
   * The event that an envelope carries.
   *
   * @throws MalformedEventException when the type is unknown or the data does not fit it
   */
  public static TokenEvent read(CloudEvent event) {
    if (!TYPES.contains(event.type())) {
      throw new MalformedEventException(
          "$.type", "a type of token-events", "\"" + event.type() + "\"");
    }
    event.requireVersion(VERSION);
    JsonFields data = JsonFields.of(event.data(), "$.data");
    return switch (event.type()) {
      case DEVICE_CHANGED -> device(event, data);
      case ACTIVITY_CHANGED -> activity(event, data);
      case USER_ERASED ->
          new UserErased(event.time(), data.reference("userId"), data.wholeNumber("version", 0));
      default -> throw new AssertionError(event.type());
    };
  }

  /**
   * The envelope that carries an event.
   *
   * @param id the CloudEvents id
   */
  public static CloudEvent write(String id, TokenEvent event) {
    ObjectNode data = CloudEventCodec.newData();
    return switch (event) {
      case DeviceChanged device -> {
        put(data, device);
        yield envelope(id, event, DEVICE_CHANGED, "devices/" + device.deviceId(), data);
      }
      case ActivityChanged activity -> {
        put(data, activity);
        String subject =
            "devices/" + activity.deviceId() + "/activities/" + activity.activityKitId();
        yield envelope(id, event, ACTIVITY_CHANGED, subject, data);
      }
      case UserErased erased -> {
        data.put("userId", erased.userId());
        data.put("version", erased.version());
        yield envelope(id, event, USER_ERASED, "users/" + erased.userId(), data);
      }
    };
  }

  private static CloudEvent envelope(
      String id, TokenEvent event, String type, String subject, ObjectNode data) {
    return new CloudEvent(id, SOURCE, type, subject, event.time(), null, data);
  }

  private static DeviceChanged device(CloudEvent event, JsonFields data) {
    return new DeviceChanged(
        event.time(),
        data.reference("deviceId"),
        data.wholeNumber("version", 0),
        data.wholeNumber("ownership", 0),
        data.optionalReference("userId"),
        data.bundleId("app"),
        data.oneOf("environment", ApnsEnvironment.class),
        data.optionalText("osVersion"),
        data.optionalText("appVersion"),
        data.optionalText("locale"),
        data.optionalText("timeZone"),
        data.flag("activitiesEnabled", true),
        data.flag("frequentUpdatesEnabled", true),
        data.members(
            "startTokens",
            ATTRIBUTES_TYPE,
            "names of Swift types",
            (tokens, type) -> token(tokens.object(type))));
  }

  private static ActivityChanged activity(CloudEvent event, JsonFields data) {
    JsonFields token = data.optionalObject("updateToken");
    long version = data.wholeNumber("version", 0);
    return new ActivityChanged(
        event.time(),
        data.reference("deviceId"),
        data.reference("activityKitId"),
        data.reference("bookingId"),
        version,
        data.wholeNumber("ownership", 0),
        data.wholeNumber("ordinal", 0, version),
        data.optionalReference("attributesType"),
        data.oneOf("state", InstanceState.class),
        token == null ? null : token(token));
  }

  private static RegisteredToken token(JsonFields fields) {
    String hex = fields.text("token");
    try {
      return new RegisteredToken(new PushToken(hex), fields.instant("registeredAt"));
    } catch (IllegalArgumentException e) {
      // The value itself is a secret, so the error tells its length alone.
      throw new MalformedEventException(
          fields.pathOf("token"), "hex digits", hex.length() + " other characters");
    }
  }

  private static void put(ObjectNode data, DeviceChanged device) {
    data.put("deviceId", device.deviceId());
    data.put("version", device.version());
    data.put("ownership", device.ownership());
    putIfKnown(data, "userId", device.userId());
    data.put("app", device.app());
    data.put("environment", WireNames.of(device.environment()));
    putIfKnown(data, "osVersion", device.osVersion());
    putIfKnown(data, "appVersion", device.appVersion());
    putIfKnown(data, "locale", device.locale());
    putIfKnown(data, "timeZone", device.timeZone());
    data.put("activitiesEnabled", device.activitiesEnabled());
    data.put("frequentUpdatesEnabled", device.frequentUpdatesEnabled());
    ObjectNode tokens = data.putObject("startTokens");
    for (Map.Entry<String, RegisteredToken> entry : device.startTokens().entrySet()) {
      put(tokens.putObject(entry.getKey()), entry.getValue());
    }
  }

  private static void put(ObjectNode data, ActivityChanged activity) {
    data.put("deviceId", activity.deviceId());
    data.put("activityKitId", activity.activityKitId());
    data.put("bookingId", activity.bookingId());
    data.put("version", activity.version());
    data.put("ownership", activity.ownership());
    data.put("ordinal", activity.ordinal());
    putIfKnown(data, "attributesType", activity.attributesType());
    data.put("state", WireNames.of(activity.state()));
    RegisteredToken token = activity.updateToken();
    if (token != null) {
      put(data.putObject("updateToken"), token);
    }
  }

  private static void put(ObjectNode node, RegisteredToken token) {
    node.put("token", token.token().hex());
    node.put("registeredAt", token.registeredAt().toString());
  }

  private static void putIfKnown(ObjectNode node, String name, @Nullable String value) {
    if (value != null) {
      node.put(name, value);
    }
  }
}
