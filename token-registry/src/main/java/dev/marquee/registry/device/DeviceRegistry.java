package dev.marquee.registry.device;

import dev.marquee.contracts.token.PushToken;
import dev.marquee.registry.access.Caller;
import dev.marquee.registry.access.DeviceCredential;
import dev.marquee.registry.device.RegistrationOutcome.Erased;
import dev.marquee.registry.device.RegistrationOutcome.Registered;
import dev.marquee.registry.device.RegistrationOutcome.Superseded;
import dev.marquee.registry.device.RegistrationOutcome.UnknownDevice;
import dev.marquee.registry.outbox.RegistryTransaction;
import dev.marquee.registry.outbox.TraceContext;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/**
 * What can be done with devices, each in one transaction with its events. Every method may be
 * repeated and is called on an event loop. An empty answer says that the caller owns no such
 * device.
 */
@ApplicationScoped
class DeviceRegistry {
  private final RegistryTransaction transaction;
  private final DeviceStore devices;
  private final StartTokenStore startTokens;
  private final StartTokenChanges startTokenChanges;
  private final InstanceStore instances;
  private final ErasureStore erasures;
  private final TraceContext trace;
  private final InstantSource clock;
  private final RandomGenerator random;

  DeviceRegistry(
      RegistryTransaction transaction,
      DeviceStore devices,
      StartTokenStore startTokens,
      StartTokenChanges startTokenChanges,
      InstanceStore instances,
      ErasureStore erasures,
      TraceContext trace,
      InstantSource clock,
      RandomGenerator random) {
    this.transaction = transaction;
    this.devices = devices;
    this.startTokens = startTokens;
    this.startTokenChanges = startTokenChanges;
    this.instances = instances;
    this.erasures = erasures;
    this.trace = trace;
    this.clock = clock;
    this.random = random;
  }

  /** Takes in all that an app holds; a user's own login also signs the device in. */
  Uni<RegistrationOutcome> register(Caller caller, String deviceId, DeviceReport report) {
    ReportOrder order = order(report.sequence(), report.observedAt());
    return transaction.run(session ->
        caller.isSignIn()
            ? signIn(session, caller, deviceId, report, order)
            : launch(session, caller, deviceId, report, order));
  }

  private Uni<RegistrationOutcome> signIn(
      Mutiny.Session session,
      Caller caller,
      String deviceId,
      DeviceReport report,
      ReportOrder order) {
    return startTokens
        .openSignIn(session, caller, deviceId, report.startTokens(), order)
        .flatMap(claim ->
            claim.erased()
                ? Uni.createFrom().item(new Erased())
                : signIn(session, caller, deviceId, report, claim, order));
  }

  private Uni<RegistrationOutcome> signIn(
      Mutiny.Session session,
      Caller caller,
      String deviceId,
      DeviceReport report,
      StartTokenClaim claim,
      ReportOrder order) {
    DeviceCredential credential = DeviceCredential.generate(random);
    return register(session, caller, deviceId, report, claim, order, credential)
        .flatMap(changed ->
            changed.isEmpty()
                ? Uni.createFrom().item(new Superseded())
                : withdrawOfEarlierUsers(session, changed.get(), order)
                    .chain(() -> withInstances(session, changed.get(), report, order, credential)));
  }

  private Uni<Optional<Device>> register(
      Mutiny.Session session,
      Caller caller,
      String deviceId,
      DeviceReport report,
      StartTokenClaim claim,
      ReportOrder order,
      @Nullable DeviceCredential credential) {
    return devices
        .register(session, deviceId, caller.userId(), report, claim, order, credential)
        .flatMap(changed -> settled(session, claim, changed, order));
  }

  private Uni<Optional<Device>> settled(
      Mutiny.Session session, StartTokenClaim claim, Optional<Device> changed, ReportOrder order) {
    return changed.isEmpty()
        ? Uni.createFrom().item(changed)
        : startTokens.settle(session, claim, changed.get(), order).map(Optional::of);
  }

  private Uni<Long> withdrawOfEarlierUsers(
      Mutiny.Session session, Device device, ReportOrder order) {
    return device.ownership == 1
        ? Uni.createFrom().item(0L)
        : instances.withdrawBefore(session, device.deviceId, device.ownership, order.receivedAt());
  }

  /**
   * The claim takes the row's lock first, so that a device that is erased meanwhile is not made
   * anew.
   */
  private Uni<RegistrationOutcome> launch(
      Mutiny.Session session,
      Caller caller,
      String deviceId,
      DeviceReport report,
      ReportOrder order) {
    return startTokens
        .claim(session, deviceId, report.startTokens(), order)
        .flatMap(claim ->
            caller.userId().equals(claim.owner())
                ? register(session, caller, deviceId, report, claim, order, null)
                : Uni.createFrom().item(Optional.<Device>empty()))
        .flatMap(changed ->
            changed.isEmpty()
                ? Uni.createFrom().item(new UnknownDevice())
                : withInstances(session, changed.get(), report, order, null));
  }

  private Uni<RegistrationOutcome> withInstances(
      Mutiny.Session session,
      Device device,
      DeviceReport report,
      ReportOrder order,
      @Nullable DeviceCredential issued) {
    Set<String> named =
        report.activities().stream()
            .map(InstanceReport::activityKitId)
            .collect(Collectors.toUnmodifiableSet());
    return Multi.createFrom()
        .iterable(byId(report.activities()))
        .onItem()
        .transformToUniAndConcatenate(instance ->
            instances.report(
                session,
                device.deviceId,
                device.userId,
                instance.activityKitId(),
                instance.facts(),
                order))
        .onItem()
        .ignoreAsUni()
        .chain(() -> ActivityInstance.runningOrNamed(device.deviceId, named))
        .map(
            held -> new Registered(device, held, issued, LaunchAdvice.after(report, device, held)));
  }

  /** In one order always, so that two reports of the same instances cannot wait for each other. */
  private static List<InstanceReport> byId(List<InstanceReport> reports) {
    return reports.stream().sorted(Comparator.comparing(InstanceReport::activityKitId)).toList();
  }

  /** Takes in one start token. */
  Uni<Optional<Device>> registerStartToken(
      Caller caller, String deviceId, String attributesType, StartTokenReport report) {
    ReportOrder order = order(report.sequence(), report.observedAt());
    return changeStartToken(caller, deviceId, attributesType, report.token(), order);
  }

  /** Forgets one start token, because the app says so. */
  Uni<Optional<Device>> withdrawStartToken(
      Caller caller, String deviceId, String attributesType, Withdrawal withdrawal) {
    ReportOrder order = order(withdrawal.sequence(), withdrawal.observedAt());
    return changeStartToken(caller, deviceId, attributesType, null, order);
  }

  private Uni<Optional<Device>> changeStartToken(
      Caller caller,
      String deviceId,
      String attributesType,
      @Nullable PushToken token,
      ReportOrder order) {
    return startTokenChanges.takeIn(
        new StartTokenChange(
            deviceId, caller.userId(), attributesType, token, order, trace.parent()));
  }

  /** Takes in what an app says about one activity; answers what is held now. */
  Uni<Optional<ActivityInstance>> reportInstance(
      Caller caller, String deviceId, String activityKitId, SingleInstanceReport report) {
    ReportOrder order = order(report.sequence(), report.observedAt());
    return transaction.run(session ->
        instances
            .report(session, deviceId, caller.userId(), activityKitId, report.facts(), order)
            .flatMap(changed ->
                changed.isPresent()
                    ? Uni.createFrom().item(changed)
                    : held(caller, deviceId, activityKitId)));
  }

  private static Uni<Optional<ActivityInstance>> held(
      Caller caller, String deviceId, String activityKitId) {
    return Device.ownedBy(caller.userId(), deviceId)
        .flatMap(owned ->
            owned
                ? ActivityInstance.named(deviceId, activityKitId)
                : Uni.createFrom().item(Optional.empty()));
  }

  /** The device and its running instances, if the caller may see them. */
  Uni<Optional<DeviceSummary>> find(Caller caller, String deviceId) {
    return Panache.withSession(() ->
        Device.named(deviceId)
            .flatMap(found ->
                found.filter(it -> mayRead(caller, it)).isEmpty()
                    ? Uni.createFrom().item(Optional.<DeviceSummary>empty())
                    : ActivityInstance.runningOrNamed(deviceId, Set.of())
                        .map(running -> Optional.of(DeviceSummary.of(found.get(), running)))));
  }

  private static boolean mayRead(Caller caller, Device device) {
    return caller.operator() || device.userId.equals(caller.userId());
  }

  /** Voids the credential of a device; answers whether the caller has such a device. */
  Uni<Boolean> revokeCredential(Caller caller, String deviceId) {
    return transaction.run(session ->
        devices.revokeCredentials(session, deviceId, caller.userId(), caller.operator()));
  }

  /** Begins to forget one device; answers how many that were. */
  Uni<Long> eraseDevice(Caller caller, String deviceId) {
    return transaction.run(
        session -> erasures.eraseDevice(session, caller.userId(), deviceId, clock.instant()));
  }

  /** Begins to forget a user with all devices. */
  Uni<Long> eraseUser(String userId) {
    return transaction.run(session -> erasures.eraseUser(session, userId, clock.instant()));
  }

  private ReportOrder order(@Nullable Long sequence, @Nullable Instant observedAt) {
    return ReportOrder.of(sequence, observedAt, clock.instant());
  }
}
