package dev.marquee.testbed.benchmark;

import dev.marquee.clock.BusinessClock;
import dev.marquee.testbed.apns.ApnsSimulator;
import dev.marquee.testbed.apns.DeveloperKey;
import dev.marquee.testbed.benchmark.FleetResult.Phase;
import dev.marquee.testbed.benchmark.PushLoad.Push;
import dev.marquee.testbed.phone.AppDefinition;
import dev.marquee.testbed.phone.PhoneFleet;
import dev.marquee.testbed.phone.PhoneProfile;
import dev.marquee.testbed.phone.VirtualPhone;
import dev.marquee.testbed.stack.TicketApp;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The process of the fleet that is measured: every phone signs in, gets a card and an update over
 * HTTP/2, and keeps its card until the system ends it and it leaves the Lock Screen. Prints a line
 * per phase; fails if a phone was left out.
 */
final class LoadedFleet {

  private static final int CONNECTIONS = 2;
  private static final int SEED = 42;

  private final BusinessClock clock = BusinessClock.system();
  private final DeveloperKey key = DeveloperKey.generate("TEAM000001", "KEY0000001");
  private final ApnsSimulator apns =
      ApnsSimulator.builder().clock(clock).key(key.providerKey()).logCapacity(1_000).start();
  private final PhoneFleet fleet =
      PhoneFleet.builder(apns.tokens()).clock(clock).seed(SEED).build();

  private LoadedFleet() {}

  /** Runs it; the argument is the number of phones. */
  public static void main(String[] arguments) {
    new LoadedFleet().live(Integer.parseInt(arguments[0]));
  }

  private void live(int size) {
    measure("sign in", () -> signIn(size));
    List<VirtualPhone> phones = fleet.phones();
    measure("a card each", () -> push(phones, this::start));
    require(phones, phone -> phone.cards().size() == 1);
    measure("an update each", () -> push(phones, this::update));
    require(phones, phone -> phone.cards().getFirst().shown("gate").equals("C"));
    measure("8 hours later, ended by the system", () -> skip(Duration.ofHours(8)));
    require(phones, phone -> !phone.cards().getFirst().running());
    measure("4 hours later, off the screen", () -> skip(Duration.ofHours(4)));
    require(phones, phone -> phone.cards().isEmpty());
    fleet.close();
    apns.close();
  }

  private void signIn(int size) {
    AppDefinition app = TicketApp.definition();
    for (int number = 0; number < size; number++) {
      fleet.addPhone(PhoneProfile.of("phone " + number, "user-" + number), app).signIn();
    }
    Headway.await(() -> size - fleet.pendingReports(), size, "phones are done");
  }

  private void skip(Duration duration) {
    clock.setOffset(clock.offset().plus(duration));
    fleet.runDue();
  }

  private Push start(VirtualPhone phone) {
    return new Push(
        phone.startToken(TicketApp.ATTRIBUTES_TYPE).orElseThrow(),
        """
        {"aps":{"timestamp":%d,"event":"start","attributes-type":"%s",\
        "attributes":{"bookingId":"%s"},"alert":{"title":"Hamlet","body":"Doors at seven"},\
        "content-state":%s}}\
        """
            .formatted(
                clock.instant().getEpochSecond() - Duration.ofMinutes(1).toSeconds(),
                TicketApp.ATTRIBUTES_TYPE,
                phone.name(),
                state("B")));
  }

  private Push update(VirtualPhone phone) {
    String card = phone.allCards().getFirst().activityKitId();
    return new Push(
        phone.updateToken(card).orElseThrow(),
        """
        {"aps":{"timestamp":%d,"event":"update","content-state":%s}}\
        """
            .formatted(clock.instant().getEpochSecond(), state("C")));
  }

  private static String state(String gate) {
    return """
    {"title":"Hamlet","venue":"Globe Theatre","gate":"%s","gateLabel":"Gate",\
    "seat":"Row 5, Seat 12","startsAt":1795338000,"endsAt":1795352400,"status":"onTime"}\
    """
        .formatted(gate);
  }

  private void push(List<VirtualPhone> phones, Function<VirtualPhone, Push> make) {
    Iterator<VirtualPhone> next = phones.iterator();
    try (PushLoad load =
        new PushLoad(
            apns.port(),
            CONNECTIONS,
            key.providerToken(clock.instant()),
            () -> next.hasNext() ? make.apply(next.next()) : null)) {
      Headway.await(load::accepted, phones.size(), "phones are done");
    }
  }

  private static void require(List<VirtualPhone> phones, Predicate<VirtualPhone> condition) {
    long others = phones.stream().filter(condition.negate()).count();
    if (others > 0) {
      throw new VoidResultException("%,d phones were left out".formatted(others));
    }
  }

  private static void measure(String name, Runnable phase) {
    long begun = System.nanoTime();
    phase.run();
    double seconds = (System.nanoTime() - begun) / 1e9;
    System.gc();
    long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() >> 20;
    System.out.println(new Phase(name, seconds, heap).line());
  }
}
