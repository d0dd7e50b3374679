package dev.marquee.dispatcher.delivery;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.marquee.contracts.envelope.CloudEvent;
import dev.marquee.contracts.envelope.CloudEventCodec;
import dev.marquee.contracts.envelope.WireNames;
import dev.marquee.dispatcher.delivery.Settlement.SettledPush;
import java.time.Instant;

/** An activity that was given up, as {@code pushes-dlq} tells it; never with a token. */
final class PushDeadLetter {
  /** The CloudEvents type, as contract. */
  static final String TYPE = "dev.marquee.push.dead-lettered";

  private PushDeadLetter() {}

  static CloudEvent of(Settlement settlement, String reason, Instant now) {
    Claim claim = settlement.claim();
    ObjectNode data = CloudEventCodec.newData();
    data.put("activityId", Long.toString(claim.activityId()));
    data.put("bookingId", claim.snapshot().booking().ref());
    data.put("deviceId", claim.snapshot().device().ref());
    data.put("reason", reason);
    data.put("attempts", settlement.failures());
    data.put("unsettledClaims", claim.unsettledClaims());
    data.put("app", claim.lane().app());
    data.put("environment", WireNames.of(claim.lane().environment()));
    SettledPush push = settlement.push();
    if (push != null) {
      data.put("event", WireNames.of(push.event()));
      data.put("lastAnswer", push.answer());
      data.put("payloadHash", push.stateHash());
    }
    return new CloudEvent(
        ApnsIds.of(claim.activityId(), claim.apsTimestamp()).toString(),
        "/activity-dispatcher",
        TYPE,
        "activities/" + claim.activityId(),
        now,
        null,
        data);
  }
}
