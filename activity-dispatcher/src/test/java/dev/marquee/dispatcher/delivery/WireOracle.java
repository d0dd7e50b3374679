package dev.marquee.dispatcher.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.contracts.token.InstanceState;
import dev.marquee.contracts.token.TokenEvent.ActivityChanged;
import dev.marquee.dispatcher.activity.Marks;
import dev.marquee.dispatcher.activity.NextStep;
import dev.marquee.dispatcher.activity.Snapshots;
import dev.marquee.dispatcher.apns.ApnsOutcome;
import dev.marquee.dispatcher.delivery.Claim.Decided;
import dev.marquee.dispatcher.delivery.ModelReplica.Work;
import dev.marquee.dispatcher.delivery.SaidFacts.Desired;
import dev.marquee.types.definition.RestartRule;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the phones must have been sent, push by push: keeps count of claims, pushes and answers as
 * the whole system saw them, with nothing of what the database remembers, and fails at the first
 * one that must not be.
 */
final class WireOracle {
  private static final Duration START_TIME_OUT =
      ((RestartRule.Once) Snapshots.TICKET.unknownStart()).delay();

  private final SaidFacts said;
  private final DeliveryConfig config;
  private final Map<String, Told> places = new HashMap<>();

  /** By device, in whole seconds, as budgets are kept. */
  private final Map<String, List<Instant>> startClaims = new HashMap<>();

  private int leases;

  /** What the world knows of one activity. */
  private static final class Told {
    final Set<String> kits = new HashSet<>();

    /** The claim that nobody settled yet. */
    @Nullable Claim open;

    int openLeases;
    long newestTimestamp;
    @Nullable Instant notBefore;

    /** The last push whose answer was settled as accepted. */
    NextStep.@Nullable Push accepted;

    /** An answer was lost since: nobody knows what the phone shows. */
    boolean doubtful;

    /** The last start that may have put a card on the phone. */
    @Nullable Instant startedAt;

    boolean startAccepted;
    boolean ended;
    boolean swiped;
  }

  WireOracle(SaidFacts said, DeliveryConfig config) {
    this.said = said;
    this.config = config;
  }

  /** All leases run out: whoever holds an activity may lose it. */
  void leasesRunOut() {
    leases++;
  }

  int leases() {
    return leases;
  }

  /** A claim committed, with what it decided on the facts that were said by then. */
  void claimed(Decided decided) {
    Claim claim = decided.claim();
    Told told = told(claim);
    assertRested(claim, told);
    if (told.open != null) {
      assertThat(told.openLeases)
          .as("%s has a holder, and is claimed by another", place(claim))
          .isLessThan(leases);
      told.doubtful = true;
    }
    told.open = claim;
    told.openLeases = leases;
    switch (decided.step()) {
      case NextStep.Start start -> {
        mayStart(claim, told);
        assertNewest(claim, start);
      }
      case NextStep.Update update -> {
        mayUpdate(claim, told, update);
        assertNewest(claim, update);
      }
      case NextStep.End _ -> mayEnd(claim);
      case NextStep.WaitUntil _, NextStep.WaitForToken _, NextStep.Nothing _ -> {}
    }
  }

  /** A push goes over the wire. */
  void written(Claim claim, NextStep.Push push, ApnsOutcome outcome) {
    Told told = told(claim);
    assertThat(claim.apsTimestamp())
        .as("aps.timestamp of %s", place(claim))
        .isGreaterThan(told.newestTimestamp);
    told.newestTimestamp = claim.apsTimestamp();
    told.ended |= push instanceof NextStep.End;
    boolean mayBeProcessed =
        outcome instanceof ApnsOutcome.Accepted || outcome instanceof ApnsOutcome.Indeterminate;
    if (push instanceof NextStep.Start && mayBeProcessed) {
      told.startedAt = claim.claimedAt();
      told.startAccepted = false;
    }
  }

  /** A settle committed; it counts only if its claim is the newest of the activity. */
  void settled(Work work, Settlement settlement) {
    Claim claim = work.claim();
    Told told = told(claim);
    if (told.open == null || told.open.apsTimestamp() != claim.apsTimestamp()) {
      // Whoever holds the activity now took it over in doubt, or after somebody who did.
      told.doubtful |= told.open == null;
      return;
    }
    told.open = null;
    told.notBefore = settlement.notBefore();
    if (work.outcome() instanceof ApnsOutcome.Indeterminate) {
      told.doubtful = true;
    } else if (work.outcome() instanceof ApnsOutcome.Accepted
        && work.step() instanceof NextStep.Push push) {
      told.accepted = push;
      told.doubtful = false;
      told.startAccepted |= push instanceof NextStep.Start;
      if (push instanceof NextStep.End) {
        told.startedAt = null;
      }
    }
  }

  /** The app reported a card, and the database knows it. */
  void reported(ActivityChanged report) {
    Told told =
        places.computeIfAbsent(place(report.bookingId(), report.deviceId()), _ -> new Told());
    told.kits.add(report.activityKitId());
    told.swiped |= report.state() == InstanceState.DISMISSED;
  }

  /**
   * What the database may believe that a phone shows.
   *
   * @param acceptedHash of a row that no claim holds
   */
  void believes(String place, String acceptedHash) {
    Told told = places.get(place);
    if (told == null || told.open != null) {
      return;
    }
    assertThat(told.doubtful)
        .as("%s is believed to show something, and nobody can know", place)
        .isFalse();
    assertThat(told.accepted == null ? null : told.accepted.state().hash())
        .as("what %s shows", place)
        .isEqualTo(acceptedHash);
  }

  /** Whether the last push that was accepted said so. */
  boolean shows(String place, Desired desired) {
    Told told = places.get(place);
    return told != null && told.accepted != null && desired.isShownBy(told.accepted.state().json());
  }

  /** Whether the answer of a push was lost and nothing was accepted since. */
  boolean isDoubtful(String place) {
    Told told = places.get(place);
    return told != null && told.doubtful;
  }

  /** Whether the device may have had no budget left for another start, even at rest. */
  boolean isBudgetSpent(String device) {
    int mostAtRest = Math.toIntExact(ModelRun.REST.toHours()) * config.startsPerHour();
    return startClaims.getOrDefault(device, List.of()).size()
        >= Math.min(config.startsPerDay(), mostAtRest);
  }

  private void mayStart(Claim claim, Told told) {
    String place = place(claim);
    Instant at = claim.claimedAt();
    if (told.startedAt != null) {
      assertThat(told.startAccepted).as("the start of %s was accepted", place).isFalse();
      assertThat(at)
          .as("%s is started again after an unknown answer", place)
          .isAfterOrEqualTo(told.startedAt.plus(START_TIME_OUT));
    }
    assertThat(told.swiped && !told.ended && told.kits.size() == 1)
        .as("the card of %s was swiped away, and is started again", place)
        .isFalse();
    String device = claim.snapshot().device().ref();
    List<Instant> starts = startClaims.computeIfAbsent(device, _ -> new ArrayList<>());
    starts.add(at.truncatedTo(ChronoUnit.SECONDS));
    assertThat(within(starts, Duration.ofHours(1), at))
        .as("starts on %s in an hour", device)
        .isLessThanOrEqualTo(config.startsPerHour());
    assertThat(within(starts, Duration.ofDays(1), at))
        .as("starts on %s in a day", device)
        .isLessThanOrEqualTo(config.startsPerDay());
  }

  private static long within(List<Instant> starts, Duration window, Instant now) {
    return starts.stream().filter(at -> at.plus(window).isAfter(now)).count();
  }

  private static void mayUpdate(Claim claim, Told told, NextStep.Update update) {
    if (told.accepted == null || told.doubtful) {
      return;
    }
    Marks marks = told.accepted.marks();
    boolean nothingNew =
        told.accepted.state().hash().equals(update.state().hash())
            && (update.alert() == null || marks.equals(update.marks()));
    assertThat(nothingNew).as("a needless push to %s, %s", place(claim), update.reason()).isFalse();
  }

  private static void assertRested(Claim claim, Told told) {
    if (told.notBefore != null) {
      assertThat(claim.claimedAt())
          .as("the back-off of %s", place(claim))
          .isAfterOrEqualTo(told.notBefore);
    }
  }

  private void assertNewest(Claim claim, NextStep.Push push) {
    Desired desired = said.desired(claim.snapshot().booking().ref()).orElseThrow();
    assertThat(desired.owner())
        .as("the owner of %s", place(claim))
        .isEqualTo(claim.snapshot().device().owner());
    assertThat(desired.over()).as("%s is over", place(claim)).isFalse();
    assertThat(desired.isShownBy(push.state().json()))
        .as("%s is sent %s, and upstream said %s", place(claim), push.state().json(), desired)
        .isTrue();
  }

  private void mayEnd(Claim claim) {
    Desired desired = said.desired(claim.snapshot().booking().ref()).orElseThrow();
    assertThat(desired.over() || !desired.owner().equals(claim.snapshot().device().owner()))
        .as("%s is ended, and upstream said %s", place(claim), desired)
        .isTrue();
  }

  private Told told(Claim claim) {
    return places.computeIfAbsent(place(claim), _ -> new Told());
  }

  /** A push in words: its activity and its timestamp. */
  static String push(Claim claim) {
    return "%d to %s".formatted(claim.apsTimestamp(), place(claim));
  }

  /** An activity in words. */
  static String place(Claim claim) {
    return place(claim.snapshot().booking().ref(), claim.snapshot().device().ref());
  }

  /** An activity in words. */
  static String place(String booking, String device) {
    return booking + " on " + device;
  }
}
