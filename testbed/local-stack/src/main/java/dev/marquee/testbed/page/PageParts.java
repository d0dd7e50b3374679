package dev.marquee.testbed.page;

import dev.marquee.testbed.phone.VirtualPhone;
import java.util.List;

/**
 * What the page shows, and what a visitor steers.
 *
 * @param phones that stand on it, from left to right
 * @param counter where tickets for them are sold
 * @param times that can be skipped to
 * @param burst on the phones that nobody sees
 */
record PageParts(
    List<VirtualPhone> phones,
    TicketCounter counter,
    StageTimes times,
    ApnsDesk apns,
    Burst burst) {
  PageParts {
    phones = List.copyOf(phones);
  }
}
