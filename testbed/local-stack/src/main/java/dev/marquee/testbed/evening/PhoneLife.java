package dev.marquee.testbed.evening;

import dev.marquee.testbed.evening.Person.Habit;
import dev.marquee.testbed.evening.Person.Phone;
import dev.marquee.testbed.evening.ScriptLine.Deed;
import dev.marquee.testbed.evening.ScriptLine.PhoneDoes;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What can reach a phone, and when. Tokens that rotate are reported at once, so rotation changes
 * nothing here.
 *
 * @param lostAppAt since when every token of it is dead
 * @param allowedAt by booking, since when its card has an update token
 */
record PhoneLife(
    String device,
    String user,
    @Nullable Habit habit,
    Instant lostAppAt,
    Map<String, Instant> allowedAt) {

  static Map<String, PhoneLife> all(Evening evening, Instant anchor) {
    Map<String, Instant> lost = new HashMap<>();
    Map<String, Map<String, Instant>> allowed = new HashMap<>();
    for (ScriptLine line : evening.script()) {
      if (line instanceof PhoneDoes(var at, var phone, var deed, var booking)) {
        if (deed == Deed.LOSES_APP) {
          lost.put(phone, anchor.plus(at));
        } else if (deed == Deed.ALLOWS_CARD && booking != null) {
          allowed.computeIfAbsent(phone, _ -> new HashMap<>()).put(booking, anchor.plus(at));
        }
      }
    }
    Map<String, PhoneLife> phones = new HashMap<>();
    for (Person person : evening.people()) {
      for (Phone phone : person.phones()) {
        String device = phone.device();
        phones.put(
            device,
            new PhoneLife(
                device,
                person.user(),
                phone.habit(),
                lost.getOrDefault(device, Instant.MAX),
                allowed.getOrDefault(device, Map.of())));
      }
    }
    return phones;
  }

  boolean canStart(Instant now) {
    return habit != Habit.ACTIVITIES_OFF
        && habit != Habit.NO_START_TOKEN
        && now.isBefore(lostAppAt);
  }

  boolean canUpdate(Instant now, String booking) {
    boolean allowed =
        habit != Habit.ASKS_FIRST || !now.isBefore(allowedAt.getOrDefault(booking, Instant.MAX));
    return allowed && now.isBefore(lostAppAt);
  }

  /** Since when the card of a booking has an update token, where it had to wait for one. */
  Optional<Instant> allowedAt(String booking) {
    return Optional.ofNullable(allowedAt.get(booking));
  }
}
