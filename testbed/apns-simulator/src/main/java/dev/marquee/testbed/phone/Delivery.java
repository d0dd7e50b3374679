package dev.marquee.testbed.phone;

import dev.marquee.testbed.apns.PushRequest;
import java.time.Instant;

/** What a phone does with the pushes to one of its tokens. Called under the lock of the phone. */
@FunctionalInterface
interface Delivery {
  PhonePush deliver(PushRequest push, Instant now);
}
