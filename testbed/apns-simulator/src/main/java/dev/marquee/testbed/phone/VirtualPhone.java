package dev.marquee.testbed.phone;

import dev.marquee.testbed.apns.ApnsEnvironment;
import dev.marquee.testbed.apns.PushRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One iPhone with an app, and the hand that holds it. What it shows and what it received can be
 * asked at any time; the rest are things that happen to it. Each app that is {@linkplain #install
 * installed} beside the first makes another of these: the same iPhone, with one network and one
 * Lock Screen, as that app knows it. Safe for use by any thread; everything happens under a lock of
 * the app's own and none of it waits for the network.
 */
public final class VirtualPhone {
  private final PhoneProfile profile;
  private final AppDefinition app;
  private final PhoneFleet fleet;
  private final TokenMint mint;
  private final Handset handset;
  private final PushInbox inbox = new PushInbox();
  private final AppInstall.Host host =
      new AppInstall.Host() {
        @Override
        public void arrive(PushRequest push, Delivery delivery) {
          VirtualPhone.this.arrive(push, delivery);
        }

        @Override
        public void later(Instant due, Consumer<Instant> action) {
          fleet.agenda().add(due, () -> atPresent(action));
        }
      };
  private @Nullable AppInstall install;
  private ReportQueue reports;

  VirtualPhone(PhoneProfile profile, AppDefinition app, Handset handset, PhoneFleet fleet) {
    this.profile = profile;
    this.app = app;
    this.handset = handset;
    this.fleet = fleet;
    mint = new TokenMint(fleet.seed(), profile.name());
    reports = fleet.newReportQueue(profile);
    install = newInstall(reports);
  }

  private AppInstall newInstall(ReportQueue itsReports) {
    return new AppInstall(
        app, profile, mint, fleet.tokens(), fleet.endedTokenGrace(), host, itsReports);
  }

  public PhoneProfile profile() {
    return profile;
  }

  public String name() {
    return profile.name();
  }

  public AppDefinition app() {
    return app;
  }

  /** The id that the present install made for itself. */
  public synchronized String deviceId() {
    return installed().deviceId();
  }

  /** Who is signed in, if anybody is. */
  public synchronized Optional<String> userId() {
    return Optional.ofNullable(install).map(AppInstall::appHalf).map(AppHalf::userId);
  }

  /** Whether the app is there. */
  public synchronized boolean isAppInstalled() {
    return install != null;
  }

  /** Whether the app was quit by force, and not opened since. */
  public synchronized boolean isAppForceQuit() {
    return install != null && install.appHalf().isForceQuit();
  }

  /** Whether it is without network. */
  public boolean isOffline() {
    return handset.isOffline();
  }

  /** The cards of all apps on the Lock Screen, the most relevant first, then the oldest. */
  public List<Card> cards() {
    return handset.lockScreen();
  }

  /** The cards of one booking on the Lock Screen. Two are one too many. */
  public List<Card> cardsOf(String bookingId) {
    return cards().stream().filter(card -> card.bookingId().equals(bookingId)).toList();
  }

  /** Every card of the present install, also those that are gone, in the order of their start. */
  public synchronized List<Card> allCards() {
    if (install == null) {
      return List.of();
    }
    Instant now = now();
    List<Card> cards = new ArrayList<>();
    for (LiveActivity activity : install.activities()) {
      install.settle(activity, now);
      cards.add(activity.card(now));
    }
    return List.copyOf(cards);
  }

  /** The newest pushes that reached the phone, oldest first, with what it did about each. */
  public synchronized List<PhonePush> pushes() {
    return inbox.arrived();
  }

  /** Those of {@link #pushes()} that were for one booking. */
  public List<PhonePush> pushesOf(String bookingId) {
    return pushes().stream().filter(push -> bookingId.equals(push.bookingId())).toList();
  }

  /** The start token that iOS has for the app's attributes type now. */
  public synchronized Optional<String> startToken(String attributesType) {
    return Optional.ofNullable(installed().startToken(attributesType));
  }

  /** The update token of a Live Activity, once it has one. */
  public synchronized Optional<String> updateToken(String activityKitId) {
    return Optional.ofNullable(installed().activity(activityKitId).updateToken());
  }

  /** Signs in the user of the profile. */
  public void signIn() {
    signIn(profile.userId());
  }

  /** Signs in this user, in place of whoever was. The app then reports all that it holds. */
  public synchronized void signIn(String userId) {
    installed().appHalf().signIn(userId);
    installed().sync(true, now());
  }

  /**
   * Says when the app gets the update tokens of the Live Activities that are started from now on.
   */
  public synchronized void updateTokens(UpdateTokenMode mode) {
    installed().updateTokenMode(mode);
  }

  /** When it gets them now; at once if the app is not there. */
  public synchronized UpdateTokenMode updateTokens() {
    return install == null ? new UpdateTokenMode.Prompt() : install.updateTokenMode();
  }

  /** Taps Allow under a card, which gives it its update token. */
  public synchronized void allow(String activityKitId) {
    installed().giveUpdateToken(installed().activity(activityKitId), now());
  }

  /** Taps Always Allow: neither this card nor any later one of the app asks again. */
  public synchronized void allowAlways(String activityKitId) {
    allow(activityKitId);
    updateTokens(new UpdateTokenMode.Prompt());
  }

  /** Swipes a card off the Lock Screen. */
  public synchronized void swipeAway(String activityKitId) {
    installed().swipeAway(installed().activity(activityKitId), now());
  }

  public synchronized void rotateUpdateToken(String activityKitId) {
    installed().rotateUpdateToken(installed().activity(activityKitId), now());
  }

  public synchronized void rotateStartToken(String attributesType) {
    installed().rotateStartToken(attributesType, now());
  }

  /** Switches the app's Live Activities on or off in the settings, which the app reports. */
  public synchronized void enableActivities(boolean enabled) {
    installed().permissions(installed().permissions().withActivities(enabled), now());
  }

  /** Switches More Frequent Updates on or off in the settings, which the app reports. */
  public synchronized void enableFrequentUpdates(boolean enabled) {
    installed().permissions(installed().permissions().withFrequentUpdates(enabled), now());
  }

  /** Whether the app is there and may have Live Activities, by the settings. */
  public synchronized boolean hasActivitiesEnabled() {
    return install != null && install.permissions().activities();
  }

  /**
   * Whether the app is there and its Live Activities may be updated frequently, by the settings.
   */
  public synchronized boolean hasFrequentUpdatesEnabled() {
    return install != null && install.permissions().frequentUpdates();
  }

  /** How badly the app reports from now on; no habit is a good app. */
  public synchronized void reportsWith(Set<BadHabit> habits) {
    reports.habits(habits);
  }

  /**
   * Quits the app by force: cards still start, but the app is not woken and reports nothing until
   * it is opened.
   */
  public synchronized void forceQuitApp() {
    installed().appHalf().forceQuit(true);
  }

  /** Opens the app, which reports all that it holds. */
  public synchronized void openApp() {
    installed().appHalf().forceQuit(false);
    installed().sync(false, now());
  }

  /**
   * Loses the network, for all apps: the newest push of each waits with APNs, reports wait in the
   * app.
   */
  public void goOffline() {
    handset.goOffline();
  }

  /** Has the network back, and with it the pushes that waited. */
  public void goOnline() {
    handset.goOnline();
  }

  synchronized void networkIsLost() {
    reports.online(false);
  }

  void networkIsBack() {
    PhonePush waited;
    synchronized (this) {
      reports.online(true);
      waited = inbox.deliverStored(now());
    }
    if (waited != null) {
      fleet.tell(this, waited);
    }
  }

  /**
   * Removes the app with its cards, and with them every token. What it had not reported yet is
   * never reported.
   */
  public synchronized void uninstallApp() {
    installed().uninstall(now());
    install = null;
    inbox.dropStored();
    reports.clear();
  }

  /**
   * Installs another app on the same iPhone, with nobody signed in.
   *
   * @param environment of its build
   */
  public VirtualPhone install(AppDefinition other, ApnsEnvironment environment) {
    return fleet.addApp(handset, profile.forApp(other.bundleId(), environment), other);
  }

  /** Installs the app again: another device id, other tokens, nobody signed in. */
  public synchronized void reinstallApp() {
    if (install != null) {
      throw new IllegalStateException(name() + " has the app");
    }
    reports = fleet.newReportQueue(profile);
    reports.online(!isOffline());
    install = newInstall(reports);
  }

  /** How many reports of the present install are not answered yet. */
  public synchronized int pendingReports() {
    return reports.pending();
  }

  /** The reports of the present install that the backend refused for good, in words. */
  public synchronized List<String> refusedReports() {
    return reports.refusals();
  }

  private void arrive(PushRequest push, Delivery delivery) {
    PhonePush arrived;
    synchronized (this) {
      if (isOffline()) {
        inbox.store(push, delivery);
        return;
      }
      arrived = inbox.deliver(push, delivery, now());
    }
    fleet.tell(this, arrived);
  }

  private synchronized void atPresent(Consumer<Instant> action) {
    action.accept(now());
  }

  private AppInstall installed() {
    if (install == null) {
      throw new IllegalStateException(name() + " does not have the app");
    }
    return install;
  }

  private Instant now() {
    return fleet.clock().instant();
  }

  @Override
  public String toString() {
    return name();
  }
}
