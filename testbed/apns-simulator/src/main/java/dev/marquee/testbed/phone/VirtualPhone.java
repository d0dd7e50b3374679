package dev.marquee.testbed.phone;

import dev.marquee.testbed.apns.PushRequest;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One iPhone with one app, and the hand that holds it. What it shows and what it received can be
 * asked at any time; the rest are things that happen to it. Safe for use by any thread; everything
 * happens under the phone's own lock and none of it waits for the network.
 */
public final class VirtualPhone {
  /** How many pushes a phone remembers. */
  static final int PUSH_LIMIT = 1_000;

  private final PhoneProfile profile;
  private final AppDefinition app;
  private final PhoneFleet fleet;
  private final TokenMint mint;
  private final OfflineStore offlineStore = new OfflineStore();
  private final Deque<PhonePush> pushes = new ArrayDeque<>();
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
  private boolean offline;

  VirtualPhone(PhoneProfile profile, AppDefinition app, PhoneFleet fleet) {
    this.profile = profile;
    this.app = app;
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
  public synchronized boolean isOffline() {
    return offline;
  }

  /** The cards on the Lock Screen, the most relevant first, then the oldest. */
  public List<Card> cards() {
    return allCards().stream()
        .filter(Card::onLockScreen)
        .sorted(
            Comparator.comparingDouble(Card::relevanceScore)
                .reversed()
                .thenComparing(Card::startedAt))
        .toList();
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
    return List.copyOf(pushes);
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

  /** Taps Allow under a card, which gives it its update token. */
  public synchronized void allow(String activityKitId) {
    installed().giveUpdateToken(installed().activity(activityKitId), now());
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
    installed().activitiesEnabled(enabled, now());
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

  /** Loses the network: the newest push waits with APNs, reports wait in the app. */
  public synchronized void goOffline() {
    offline = true;
    reports.online(false);
  }

  /** Has the network back, and with it the push that waited. */
  public void goOnline() {
    OfflineStore.@Nullable Stored waiting;
    synchronized (this) {
      offline = false;
      reports.online(true);
      waiting = offlineStore.take(now());
    }
    if (waiting != null) {
      arrive(waiting.push(), waiting.delivery());
    }
  }

  /**
   * Removes the app with its cards, and with them every token. What it had not reported yet is
   * never reported.
   */
  public synchronized void uninstallApp() {
    installed().uninstall(now());
    install = null;
    reports.clear();
  }

  /** Installs the app again: another device id, other tokens, nobody signed in. */
  public synchronized void reinstallApp() {
    if (install != null) {
      throw new IllegalStateException(name() + " has the app");
    }
    reports = fleet.newReportQueue(profile);
    reports.online(!offline);
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
      if (offline) {
        offlineStore.put(push, delivery);
        return;
      }
      arrived = delivery.deliver(push, now());
      pushes.addLast(arrived);
      if (pushes.size() > PUSH_LIMIT) {
        pushes.removeFirst();
      }
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
