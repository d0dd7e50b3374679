package dev.marquee.testbed.phone;

import dev.marquee.testbed.apns.TokenDirectory;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Virtual iPhones that share an APNs, a clock, a backend and a seed. With the same seed, names and
 * pushes, every token and id is the same. Safe for use by any thread.
 */
public final class PhoneFleet implements AutoCloseable {
  private final TokenDirectory tokens;
  private final InstantSource clock;
  private final AppBackend backend;
  private final long seed;
  private final Duration endedTokenGrace;
  private final Agenda agenda = new Agenda();
  private final Map<String, VirtualPhone> phones =
      Collections.synchronizedMap(new LinkedHashMap<>());
  private final List<PhoneListener> listeners = new CopyOnWriteArrayList<>();
  private final ExecutorService apps =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("app-", 0).factory());
  private final @Nullable ScheduledExecutorService ticker;

  private PhoneFleet(Builder builder) {
    tokens = builder.tokens;
    clock = builder.clock;
    backend = builder.backend;
    seed = builder.seed;
    endedTokenGrace = builder.endedTokenGrace;
    ticker = builder.tick == null ? null : startTicker(builder.tick);
  }

  /** A fleet whose tokens are issued in this directory, normally that of a running simulator. */
  public static Builder builder(TokenDirectory tokens) {
    return new Builder(tokens);
  }

  private ScheduledExecutorService startTicker(Duration tick) {
    ScheduledExecutorService executor =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("phones").factory());
    var _ =
        executor.scheduleWithFixedDelay(
            this::runDue, tick.toNanos(), tick.toNanos(), TimeUnit.NANOSECONDS);
    return executor;
  }

  /** Adds a phone with the app installed and nobody signed in. */
  public VirtualPhone addPhone(PhoneProfile profile, AppDefinition app) {
    return addApp(new Handset(), profile, app);
  }

  VirtualPhone addApp(Handset handset, PhoneProfile profile, AppDefinition app) {
    synchronized (phones) {
      if (phones.containsKey(profile.name())) {
        throw new IllegalArgumentException("There is a phone named " + profile.name() + " already");
      }
      VirtualPhone phone = new VirtualPhone(profile, app, handset, this);
      phones.put(profile.name(), phone);
      handset.add(phone);
      return phone;
    }
  }

  /** The phone of this name. */
  public VirtualPhone phone(String name) {
    VirtualPhone phone = phones.get(name);
    if (phone == null) {
      throw new IllegalArgumentException("There is no phone named " + name);
    }
    return phone;
  }

  /** All phones, in the order in which they were added. */
  public List<VirtualPhone> phones() {
    synchronized (phones) {
      return List.copyOf(phones.values());
    }
  }

  /** The phones that belong to one person, whoever is signed in on them. */
  public List<VirtualPhone> phonesOf(String userId) {
    return phones().stream().filter(phone -> phone.profile().userId().equals(userId)).toList();
  }

  public void addListener(PhoneListener listener) {
    listeners.add(listener);
  }

  /**
   * Does what has become due on the phones: system ends after 8 hours, late tokens. A fleet that
   * ticks calls it by itself; a test calls it after it has moved the clock.
   */
  public void runDue() {
    agenda.runDue(clock.instant());
  }

  /** How many reports of all apps are not answered yet. */
  public int pendingReports() {
    return phones().stream().mapToInt(VirtualPhone::pendingReports).sum();
  }

  /** Stops the apps. What they had not reported yet is never reported. */
  @Override
  public void close() {
    if (ticker != null) {
      ticker.shutdownNow();
    }
    apps.shutdownNow();
  }

  TokenDirectory tokens() {
    return tokens;
  }

  InstantSource clock() {
    return clock;
  }

  Agenda agenda() {
    return agenda;
  }

  long seed() {
    return seed;
  }

  Duration endedTokenGrace() {
    return endedTokenGrace;
  }

  ReportQueue newReportQueue(PhoneProfile profile) {
    return new ReportQueue(backend, this::runApp, seed + profile.name().hashCode());
  }

  void tell(VirtualPhone phone, PhonePush push) {
    listeners.forEach(listener -> listener.pushArrived(phone, push));
  }

  private void runApp(Runnable work) {
    try {
      apps.execute(work);
    } catch (RejectedExecutionException e) {
      // The fleet is closed, and its apps with it.
    }
  }

  /**
   * How a fleet is to be. The defaults: the system's clock, a silent backend, seed 0, no ticking.
   */
  public static final class Builder {
    private final TokenDirectory tokens;
    private InstantSource clock = InstantSource.system();
    private AppBackend backend = AppBackend.silent();
    private long seed;
    private Duration endedTokenGrace = Duration.ofMinutes(30);
    private @Nullable Duration tick;

    private Builder(TokenDirectory tokens) {
      this.tokens = Objects.requireNonNull(tokens, "tokens");
    }

    /** Business time, by which the phones live. */
    public Builder clock(InstantSource clock) {
      this.clock = clock;
      return this;
    }

    public Builder backend(AppBackend backend) {
      this.backend = backend;
      return this;
    }

    public Builder seed(long seed) {
      this.seed = seed;
      return this;
    }

    /** For how long after its end the update token of a Live Activity is still answered 200. */
    public Builder endedTokenGrace(Duration endedTokenGrace) {
      this.endedTokenGrace = endedTokenGrace;
      return this;
    }

    /** Looks this often, by the wall clock, for what has become due. */
    public Builder tickEvery(Duration tick) {
      this.tick = tick;
      return this;
    }

    public PhoneFleet build() {
      return new PhoneFleet(this);
    }
  }
}
