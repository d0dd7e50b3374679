package dev.marquee.testbed.phone;

/**
 * Hears of each push that reaches a phone, after the phone has reacted. Called on APNs' event loop:
 * be quick, do not block.
 */
@FunctionalInterface
public interface PhoneListener {
  void pushArrived(VirtualPhone phone, PhonePush push);
}
