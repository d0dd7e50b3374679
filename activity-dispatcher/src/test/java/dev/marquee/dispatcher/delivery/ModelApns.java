package dev.marquee.dispatcher.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.marquee.dispatcher.activity.NextStep;
import dev.marquee.dispatcher.apns.ApnsOutcome;
import dev.marquee.dispatcher.apns.RejectionReason;
import dev.marquee.dispatcher.delivery.ModelPhones.Card;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * APNs and the networks on both of its sides: it answers or does not, and what it took reaches the
 * phone at once or much later, behind pushes that were sent after it.
 */
final class ModelApns {
  private final ModelWorld world;
  private final ObjectMapper json = new ObjectMapper();
  private final List<Runnable> delayed = new ArrayList<>();

  ModelApns(ModelWorld world) {
    this.world = world;
  }

  /**
   * What the sender hears; whether APNs took the push is another matter where there is no answer.
   */
  ApnsOutcome send(Claim claim, NextStep.Push push, String sender) {
    ApnsOutcome outcome = outcome(push);
    boolean processed =
        outcome instanceof ApnsOutcome.Accepted
            || (outcome instanceof ApnsOutcome.Indeterminate && world.random.nextInt(3) > 0);
    world.tell(
        "%s sends %s %s: %s%s"
            .formatted(
                sender,
                push.getClass().getSimpleName(),
                WireOracle.push(claim),
                outcome,
                processed ? "" : ", not processed"));
    if (processed) {
      take(claim, push);
    }
    return outcome;
  }

  private void take(Claim claim, NextStep.Push push) {
    if (push instanceof NextStep.Start) {
      world.judge.startTaken(claim);
    }
    Runnable delivery = delivery(claim, push);
    if (world.happens(6)) {
      delayed.add(delivery);
    } else {
      delivery.run();
    }
  }

  /** Something delayed reaches its phone. */
  void deliverOne() {
    if (!delayed.isEmpty()) {
      delayed.remove(world.random.nextInt(delayed.size())).run();
    }
  }

  void deliverAll() {
    while (!delayed.isEmpty()) {
      deliverOne();
    }
  }

  private ApnsOutcome outcome(NextStep.Push push) {
    var dead = world.phones.deadSince(push.token().token().hex());
    if (dead.isPresent()) {
      return new ApnsOutcome.TokenRejected(RejectionReason.Known.UNREGISTERED, dead.get());
    }
    if (!world.isFaulty()) {
      return new ApnsOutcome.Accepted(null);
    }
    return switch (world.random.nextInt(14)) {
      case 0, 1, 2 -> new ApnsOutcome.Indeterminate("reset");
      case 3 -> new ApnsOutcome.Unavailable(RejectionReason.Known.SERVICE_UNAVAILABLE, null);
      case 4 -> new ApnsOutcome.NotSent("no connection");
      case 5 -> new ApnsOutcome.Throttled(RejectionReason.Known.TOO_MANY_REQUESTS, null);
      default -> new ApnsOutcome.Accepted(null);
    };
  }

  /** Bound to the card that has the token now, should it rotate before the push arrives. */
  private Runnable delivery(Claim claim, NextStep.Push push) {
    JsonNode aps = aps(push, claim.apsTimestamp());
    return switch (push) {
      case NextStep.Start _ ->
          () -> world.phones.start(claim.snapshot().device().ref(), aps, world.now());
      case NextStep.Update _, NextStep.End _ -> {
        Card card = world.phones.cardOf(push.token().token().hex()).orElse(null);
        yield card == null ? () -> {} : () -> ModelPhones.change(card, aps);
      }
    };
  }

  private JsonNode aps(NextStep.Push push, long timestamp) {
    try {
      return json.readTree(PushPayload.of(push, timestamp)).path("aps");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
