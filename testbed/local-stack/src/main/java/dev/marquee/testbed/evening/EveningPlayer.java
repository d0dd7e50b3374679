package dev.marquee.testbed.evening;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.marquee.testbed.apns.FaultControl.InjectedFault;
import dev.marquee.testbed.evening.EveningSteps.Confirmation;
import dev.marquee.testbed.evening.EveningSteps.Step;
import dev.marquee.testbed.evening.EventRecords.EventRecord;
import dev.marquee.testbed.evening.ScriptLine.Fault;
import dev.marquee.testbed.stack.LocalStack;
import dev.marquee.testbed.stack.Upstream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Plays an evening on a running stack, as fast as the stack can: business time jumps from one
 * instant at which something happens to the next, as soon as nothing is left to do at the present
 * one. Not thread-safe; one evening per stack.
 */
final class EveningPlayer {

  private final LocalStack stack;
  private final EveningPhones phones;
  private final CardWatches watches;
  private final EventRecords records;
  private final Upstream upstream;
  private final DispatcherFaults faults;
  private final Patience patience;
  private final EveningNarrator narrator;

  private boolean oneIsDown;

  /** Until when a dispatcher that goes on may still learn that an answer of old is lost. */
  private long unsureUntilNanos = System.nanoTime();

  /** What was published, by event id, for the repeats. */
  private final Map<String, EventRecord> published = new HashMap<>();

  EveningPlayer(
      LocalStack stack,
      EveningPhones phones,
      CardWatches watches,
      EventRecords records,
      Upstream upstream,
      Patience patience,
      EveningNarrator narrator) {
    this.stack = stack;
    this.phones = phones;
    this.watches = watches;
    this.records = records;
    this.upstream = upstream;
    this.faults = new DispatcherFaults(stack);
    this.patience = patience;
    this.narrator = narrator;
  }

  void play(List<Step> steps) {
    for (Step step : steps) {
      stack.clock().advanceTo(step.at());
      phones.passTime();
      List<Fault> harm = only(Fault.class, step.lines());
      if (harm.isEmpty()) {
        happen(step);
      } else {
        harm.forEach(fault -> harm(step, fault));
      }
      if (oneIsDown) {
        patience.awaitWhatIsPossible(step.at());
      } else {
        patience.awaitAll(step.at());
        watches.answersMayBeLost(System.nanoTime() - unsureUntilNanos < 0);
      }
      narrator.reached(step.at(), watches.received());
    }
  }

  private void harm(Step step, Fault fault) {
    narrator.harms(step.at(), fault);
    switch (fault.fault()) {
      case KILLED_IN_FLIGHT, STOPPED_IN_FLIGHT -> {
        watches.answersMayBeLost(true);
        oneIsDown = true;
        harmInFlight(step, fault);
      }
      case RESTARTED -> {
        faults.restart(fault.dispatcher());
        oneIsDown = false;
      }
      case CONTINUED_PAST_LEASE -> {
        faults.continuePastLease(fault.dispatcher());
        oneIsDown = false;
      }
    }
    unsureUntilNanos = System.nanoTime() + DispatcherFaults.UNSURE_FOR.toNanos();
  }

  private void harmInFlight(Step step, Fault fault) {
    int before = watches.received();
    int wave = watches.late(step.at()).size() / 3;
    try (InjectedFault _ = faults.slowAnswers()) {
      happen(step);
      faults.harm(fault, () -> watches.received() - before >= wave);
    }
  }

  private void happen(Step step) {
    List<CompletableFuture<?>> acknowledged = new ArrayList<>();
    for (Confirmation confirmation : step.confirmations()) {
      String id = EventRecords.confirmationId(confirmation.booking());
      EventRecord event = records.confirmation(confirmation.user(), confirmation.booking());
      acknowledged.add(publish(id, event));
    }
    for (ScriptLine line : step.lines()) {
      switch (line) {
        case ScriptLine.Event event -> acknowledged.add(publish(event.id(), records.event(event)));
        case ScriptLine.Repeat repeat -> acknowledged.add(publish(original(repeat)));
        case ScriptLine.Unreadable unreadable ->
            acknowledged.add(publish(records.unreadable(unreadable)));
        case ScriptLine.PhoneDoes deed -> phones.does(deed);
        case Fault _ -> {}
      }
    }
    acknowledged.forEach(CompletableFuture::join);
  }

  private CompletableFuture<?> publish(String id, EventRecord event) {
    published.put(id, event);
    return publish(event);
  }

  private CompletableFuture<?> publish(EventRecord event) {
    return upstream.publish(event.key(), event.value().getBytes(UTF_8), event.headers());
  }

  private EventRecord original(ScriptLine.Repeat repeat) {
    EventRecord event = published.get(repeat.again());
    if (event == null) {
      throw new IllegalArgumentException("no event " + repeat.again() + " before " + repeat.at());
    }
    return event;
  }

  private static <T> List<T> only(Class<T> type, List<ScriptLine> lines) {
    return lines.stream().filter(type::isInstance).map(type::cast).toList();
  }
}
