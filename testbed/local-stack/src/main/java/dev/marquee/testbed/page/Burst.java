package dev.marquee.testbed.page;

import static dev.marquee.testbed.page.ControlRefusedException.Reason.NOT_NOW;
import static dev.marquee.testbed.page.ControlRefusedException.Reason.WRONG_ORDER;

import dev.marquee.contracts.booking.BookingEvent;
import dev.marquee.contracts.booking.BookingEvent.BookingConfirmed;
import dev.marquee.contracts.booking.BookingEvent.GateChanged;
import dev.marquee.contracts.booking.BookingEvent.ShowEnded;
import dev.marquee.contracts.booking.EventContext;
import dev.marquee.contracts.booking.EventSubject;
import dev.marquee.contracts.booking.Gate;
import dev.marquee.contracts.booking.ShowFacts;
import dev.marquee.contracts.booking.Showtime;
import dev.marquee.testbed.phone.AppDefinition;
import dev.marquee.testbed.phone.PhoneFleet;
import dev.marquee.testbed.phone.PhoneProfile;
import dev.marquee.testbed.phone.VirtualPhone;
import dev.marquee.testbed.stack.TicketApp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A full house on other phones: all sign in, book, get their cards, and hear of another gate at
 * once. One at a time; it runs on a thread of its own. Thread-safe.
 */
final class Burst implements AutoCloseable {

  private static final int LIMIT = 10_000;
  private static final Duration WINDOW = Duration.ofMillis(250);

  /** Without any progress for so many windows, which is a minute, it gives up. */
  private static final int PATIENCE_WINDOWS = 240;

  private static final Duration SHOW_IN = Duration.ofHours(2);
  private static final String SOURCE = "/phones-page/burst";

  private final Function<BookingEvent, CompletableFuture<?>> marquee;
  private final InstantSource clock;
  private final LongFunction<PhoneFleet> fleets;
  private Progress progress = new Progress("", 0, 0);
  private BurstMeter meter = new BurstMeter(WINDOW);
  private @Nullable Thread running;
  private int bursts;

  /**
   * How far it is.
   *
   * @param stage in words; empty before the first burst
   */
  record Progress(String stage, long done, long of) {}

  /**
   * No burst yet.
   *
   * @param marquee publishes an event
   * @param fleets makes an empty fleet from a seed
   */
  Burst(
      Function<BookingEvent, CompletableFuture<?>> marquee,
      InstantSource clock,
      LongFunction<PhoneFleet> fleets) {
    this.marquee = marquee;
    this.clock = clock;
    this.fleets = fleets;
  }

  synchronized Progress progress() {
    return progress;
  }

  synchronized List<BurstMeter.Sample> samples() {
    return meter.samples();
  }

  /** Begins one, and says so. */
  synchronized String start(int size) {
    if (size < 1 || size > LIMIT) {
      throw new ControlRefusedException(WRONG_ORDER, "A burst is for 1 to 10,000 phones.");
    }
    if (running != null) {
      throw new ControlRefusedException(NOT_NOW, "A burst is running; one at a time.");
    }
    bursts++;
    int number = bursts;
    BurstMeter itsMeter = new BurstMeter(WINDOW);
    meter = itsMeter;
    progress = new Progress("Begins", 0, size);
    running = Thread.ofVirtual().name("burst").start(() -> run(number, size, itsMeter));
    return "%,d other phones sign in and book. Then their gate changes.".formatted(size);
  }

  /** Gives up the one that is running, if any. */
  @Override
  public synchronized void close() {
    if (running != null) {
      running.interrupt();
    }
  }

  private void run(int number, int size, BurstMeter itsMeter) {
    try (PhoneFleet fleet = fleets.apply(number)) {
      play("burst-" + number, size, itsMeter, fleet);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      report("Failed: " + e.getMessage(), 0, size);
    } finally {
      synchronized (this) {
        running = null;
      }
    }
  }

  private void play(String id, int size, BurstMeter itsMeter, PhoneFleet fleet)
      throws InterruptedException {
    AppDefinition app = TicketApp.definition();
    List<VirtualPhone> phones =
        IntStream.range(0, size)
            .mapToObj(n -> id + "-" + n)
            .map(name -> fleet.addPhone(PhoneProfile.of(name, name), app))
            .toList();
    fleet.addListener((_, _) -> itsMeter.arrived(System.nanoTime()));
    phones.forEach(VirtualPhone::signIn);
    if (!stage("Signing in", size, itsMeter, () -> size - fleet.pendingReports())) {
      return;
    }

    ShowFacts show = show(id);
    itsMeter.count();
    phones.forEach(phone -> publish(booking(phone, show)));
    if (!stage("Cards start", size, itsMeter, itsMeter::total)
        || !stage("Update tokens", size, itsMeter, () -> size - fleet.pendingReports())) {
      return;
    }

    itsMeter.countAndTime(System.nanoTime());
    publish(
        new GateChanged(context(id + "-gate"), new EventSubject.OfShow(id), new Gate("C", null)));
    if (stage("The gate changes", size, itsMeter, itsMeter::total)) {
      report("Done: every phone has the new gate", size, size);
    }
    publish(new ShowEnded(context(id + "-end"), id));
  }

  /**
   * Waits until all have done it, a minute at most without any progress; tells whether they did.
   */
  private boolean stage(String name, int size, BurstMeter itsMeter, LongSupplier done)
      throws InterruptedException {
    long last = -1;
    int idle = 0;
    while (true) {
      long now = done.getAsLong();
      report(name, Math.min(now, size), size);
      if (now >= size) {
        return true;
      }
      idle = now == last ? idle + 1 : 0;
      if (idle > PATIENCE_WINDOWS) {
        report(name + ": no progress for a minute, given up", now, size);
        return false;
      }
      last = now;
      Thread.sleep(WINDOW);
      itsMeter.closeWindow();
    }
  }

  private synchronized void report(String stage, long done, long of) {
    progress = new Progress(stage, done, of);
  }

  private void publish(BookingEvent event) {
    var _ = marquee.apply(event);
  }

  private BookingConfirmed booking(VirtualPhone phone, ShowFacts show) {
    return new BookingConfirmed(
        context(phone.name()),
        phone.name(),
        TicketApp.BUNDLE_ID,
        phone.profile().userId(),
        TicketApp.ATTRIBUTES_TYPE,
        show,
        null,
        null,
        null,
        null,
        Map.of());
  }

  private ShowFacts show(String id) {
    Instant startsAt = clock.instant().plus(SHOW_IN);
    return new ShowFacts(
        id,
        "Full house",
        PageShow.VENUE,
        "Berlin",
        PageShow.ZONE,
        new Showtime(startsAt, startsAt.plus(SHOW_IN), null),
        new Gate("B", null));
  }

  private EventContext context(String id) {
    return new EventContext(id, SOURCE, clock.instant(), null);
  }
}
