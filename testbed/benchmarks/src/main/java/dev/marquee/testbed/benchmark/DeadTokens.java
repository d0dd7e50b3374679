package dev.marquee.testbed.benchmark;

import dev.marquee.testbed.apns.ApnsReason;
import dev.marquee.testbed.stack.LocalStack;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * The update tokens of every fifth holder of a house: they die, are buried by the registry, and are
 * replaced by their apps, which is what the registry itself is told of. For one thread.
 */
final class DeadTokens {

  /** What APNs answers to a push with a dead token: half of them expired, the rest is unknown. */
  static final Set<String> REASONS =
      Set.of(ApnsReason.EXPIRED_TOKEN.text(), ApnsReason.BAD_DEVICE_TOKEN.text());

  private static final int EVERY = 5;
  private static final int CONNECTIONS = 64;

  /** The registry answers an operator five times a second at most. */
  private static final Duration RELEASE_INTERVAL = Duration.ofSeconds(1);

  private final LoadedStack loaded;
  private final House house;
  private final RegistryClient registry;
  private final String[] credentials;
  private int generation;

  DeadTokens(LoadedStack loaded, House house) {
    this.loaded = loaded;
    this.house = house;
    this.registry = new RegistryClient(loaded.stack().registry().uri(), CONNECTIONS);
    this.credentials = new String[house.holders()];
  }

  /** Whether a holder is one of those whose tokens die. */
  boolean dies(int holder) {
    return holder % EVERY == 0;
  }

  /** How many tokens die. */
  int count() {
    return (int) mortals().count();
  }

  private IntStream mortals() {
    return IntStream.range(0, house.holders()).filter(this::dies);
  }

  /** Their apps sign in at the registry, with cards that run already. */
  void signIn() {
    LocalStack stack = loaded.stack();
    sideBySide(holder ->
        credentials[holder] =
            registry.signIn(house, holder, stack.tokens().forUser(house.userId(holder))));
  }

  /** From now on APNs refuses them. */
  void kill() {
    LocalStack stack = loaded.stack();
    mortals()
        .forEach(holder -> {
          String token = house.token(holder, generation);
          if (holder % (2 * EVERY) == 0) {
            stack.apns().tokens().forget(token);
          } else {
            stack.apns().tokens().retire(token, ApnsReason.EXPIRED_TOKEN, stack.clock().now());
          }
        });
  }

  /**
   * Returns when the registry has dropped all of them and the dispatcher knows. So many at once
   * trip the registry's guard, and an operator has to say that they are truly dead.
   */
  void awaitDropped() {
    loaded.stack().registry().resume();
    String operator = loaded.stack().tokens().forOperator("benchmark");
    Headway.await(
        () -> {
          LockSupport.parkNanos(RELEASE_INTERVAL.toNanos());
          registry.judgeHeldRejections(operator);
          return house.holders() - loaded.database().updateTokens(house.app());
        },
        count(),
        "dead tokens are dropped");
  }

  /** Their apps hand in new ones; returns when each card shows the gate that it missed. */
  void replace(String missedGate) {
    generation++;
    Arrivals arrivals = loaded.watch(house, missedGate, house.holders(), Arrivals.NOBODY);
    mortals().forEach(holder -> loaded.issue(house, holder, generation));
    sideBySide(holder -> registry.register(house, holder, generation, credentials[holder]));
    Headway.await(arrivals, count());
    loaded.stop(arrivals);
  }

  private void sideBySide(IntConsumer request) {
    registry.sendAll(
        mortals()
            .<Callable<Void>>mapToObj(holder ->
                () -> {
                  request.accept(holder);
                  return null;
                })
            .toList());
  }
}
