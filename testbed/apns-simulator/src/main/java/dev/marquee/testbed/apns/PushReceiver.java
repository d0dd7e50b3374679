package dev.marquee.testbed.apns;

/** The far end of a device token: whatever gets the pushes that APNs accepted for it. */
@FunctionalInterface
public interface PushReceiver {
  /**
   * Takes over one push before it is answered. Called on the simulator's event loop, pushes of one
   * connection one after the other; it must be quick, must not block on I/O and must not throw.
   */
  void receive(PushRequest push);
}
