package dev.marquee.testbed.evening;

import static java.util.Objects.requireNonNull;

import dev.marquee.testbed.evening.Person.Habit;
import dev.marquee.testbed.evening.Person.Phone;
import dev.marquee.testbed.evening.ScriptLine.PhoneDoes;
import dev.marquee.testbed.phone.ActivityDefinition;
import dev.marquee.testbed.phone.AppDefinition;
import dev.marquee.testbed.phone.Card;
import dev.marquee.testbed.phone.PhoneFleet;
import dev.marquee.testbed.phone.PhoneProfile;
import dev.marquee.testbed.phone.SwiftStruct;
import dev.marquee.testbed.phone.SwiftType;
import dev.marquee.testbed.phone.UpdateTokenMode;
import dev.marquee.testbed.phone.VirtualPhone;
import dev.marquee.testbed.stack.TicketApp;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The phones of an evening, and the hands that hold them. */
final class EveningPhones {

  private static final AppDefinition APP = TicketApp.definition();

  /** The app of long ago, which knows no card of today: it has no start token for it. */
  private static final AppDefinition OLD_APP =
      AppDefinition.of(
          TicketApp.BUNDLE_ID,
          "0.9.0",
          new ActivityDefinition(
              "FirstTicketAttributes",
              SwiftStruct.empty().required("bookingId", SwiftType.Scalar.STRING),
              SwiftStruct.empty(),
              "bookingId"));

  private final PhoneFleet fleet;
  private final List<String> impossible = new ArrayList<>();

  EveningPhones(PhoneFleet fleet, CardWatches watches) {
    this.fleet = fleet;
    fleet.addListener((phone, push) ->
        watches.receive(
            new CardId(phone.name(), push.bookingId() == null ? "?" : push.bookingId()),
            SeenPush.of(push)));
  }

  /**
   * Installs the app on every phone and signs its owner in; the apps tell the registry meanwhile.
   */
  void install(List<Person> people) {
    for (Person person : people) {
      for (Phone phone : person.phones()) {
        install(phone, person.user());
      }
    }
  }

  private void install(Phone phone, String user) {
    PhoneProfile profile =
        PhoneProfile.of(phone.device(), user)
            .withOsVersion(phone.os())
            .withLocale(phone.locale(), "Europe/Berlin");
    VirtualPhone installed =
        fleet.addPhone(profile, phone.habit() == Habit.NO_START_TOKEN ? OLD_APP : APP);
    if (phone.habit() == Habit.ASKS_FIRST) {
      installed.updateTokens(new UpdateTokenMode.OnConsent());
    }
    if (phone.habit() == Habit.ACTIVITIES_OFF) {
      installed.enableActivities(false);
    }
    installed.signIn();
  }

  void does(PhoneDoes line) {
    VirtualPhone phone = fleet.phone(line.phone());
    switch (line.does()) {
      case ROTATES_START_TOKEN -> phone.rotateStartToken(TicketApp.ATTRIBUTES_TYPE);
      case ROTATES_UPDATE_TOKEN -> withCard(phone, line, phone::rotateUpdateToken);
      case ALLOWS_CARD -> withCard(phone, line, phone::allow);
      case LOSES_APP -> phone.uninstallApp();
    }
  }

  int count() {
    return fleet.phones().size();
  }

  /** Lets phones do what is due by now. */
  void passTime() {
    fleet.runDue();
  }

  /** Whether every app has been heard by the registry. */
  boolean areHeard() {
    return fleet.pendingReports() == 0;
  }

  /** What the registry refused to hear, and what could not be done on a phone, in words. */
  List<String> problems() {
    List<String> problems = new ArrayList<>(impossible);
    for (VirtualPhone phone : fleet.phones()) {
      phone.refusedReports().forEach(report -> problems.add(phone.name() + ": " + report));
    }
    return problems;
  }

  private void withCard(VirtualPhone phone, PhoneDoes line, Consumer<String> deed) {
    String booking = requireNonNull(line.booking());
    phone.cardsOf(booking).stream()
        .filter(Card::running)
        .findFirst()
        .ifPresentOrElse(
            card -> deed.accept(card.activityKitId()),
            () -> impossible.add(phone + " has no running card of booking " + booking));
  }
}
