package dev.marquee.dispatcher.activity;

import dev.marquee.contracts.envelope.WireNames;

/** What a card says about the booking as a whole. */
enum BookingStatus {
  CONFIRMED,
  DELAYED,
  CANCELLED,
  ENDED;

  String wireName() {
    return WireNames.of(this);
  }
}
