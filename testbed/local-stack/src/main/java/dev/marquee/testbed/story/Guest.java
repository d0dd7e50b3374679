package dev.marquee.testbed.story;

import dev.marquee.testbed.phone.Card;
import dev.marquee.testbed.phone.PhonePush;
import dev.marquee.testbed.phone.VirtualPhone;
import dev.marquee.testbed.stack.TicketApp;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Somebody with a ticket and a phone, and how far the story has read the pushes of that phone. Used
 * by the story's thread alone.
 */
final class Guest {

  private final String name;
  private final String bookingId;
  private final String seat;
  private final VirtualPhone phone;
  private final String deviceId;
  private int read;

  Guest(String name, String bookingId, String seat, VirtualPhone phone) {
    this.name = name;
    this.bookingId = bookingId;
    this.seat = seat;
    this.phone = phone;
    this.deviceId = phone.deviceId();
  }

  String name() {
    return name;
  }

  String userId() {
    return phone.profile().userId();
  }

  String bookingId() {
    return bookingId;
  }

  String seat() {
    return seat;
  }

  VirtualPhone phone() {
    return phone;
  }

  /** The id of the install that the story began with, also after it is gone. */
  String deviceId() {
    return deviceId;
  }

  String startToken() {
    return phone.startToken(TicketApp.ATTRIBUTES_TYPE).orElseThrow();
  }

  /** The update token of the card. */
  String updateToken() {
    return phone.updateToken(card().activityKitId()).orElse("");
  }

  /** The one card that the phone has ever shown. */
  Card card() {
    List<Card> cards = phone.allCards();
    Patience.expect("cards that " + name + "'s phone has shown: " + cards, 1, cards.size());
    return cards.getFirst();
  }

  /** Some members of what the card shows. */
  Map<String, String> shown(String... members) {
    Card card = card();
    Map<String, String> shown = new TreeMap<>();
    for (String member : members) {
      shown.put(member, card.shown(member));
    }
    return shown;
  }

  /** The pushes that arrived since this was asked last, oldest first. */
  List<PhonePush> newPushes() {
    List<PhonePush> all = phone.pushes();
    List<PhonePush> unread = all.subList(read, all.size());
    read = all.size();
    return unread;
  }

  @Override
  public String toString() {
    return name;
  }
}
