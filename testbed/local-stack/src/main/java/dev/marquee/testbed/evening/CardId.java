package dev.marquee.testbed.evening;

/** One booking on one device: what Marquee calls an activity. */
public record CardId(String device, String booking) {

  @Override
  public String toString() {
    return "phone " + device + ", booking " + booking;
  }
}
