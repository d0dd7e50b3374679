package dev.marquee.testbed.stack;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * How a stack is to be.
 *
 * @param checkout where the packaged services are
 * @param name of the folder below the checkout's state folder that the stack lives in
 * @param ports all of them free
 * @param dispatchers how many replicas there are, 1 or 2
 * @param apps bundle ids of the apps that the dispatcher may push to
 * @param keyForEachApp whether each app has a signing key of its own, or one key signs for all
 * @param durable whether commits of the database wait for the disk
 * @param serviceOptions of the services' JVMs
 * @param dispatcherSettings what the dispatchers are told beside what every stack tells them
 * @param progress hears how it goes
 */
record StackPlan(
    Checkout checkout,
    String name,
    StackPorts ports,
    int dispatchers,
    List<String> apps,
    boolean keyForEachApp,
    boolean durable,
    List<String> serviceOptions,
    Map<String, String> dispatcherSettings,
    Progress progress) {

  StackPlan {
    requireNonNull(checkout, "checkout is null");
    requireNonNull(name, "name is null");
    requireNonNull(ports, "ports is null");
    if (dispatchers < 1 || dispatchers > 2) {
      throw new IllegalArgumentException("dispatchers is " + dispatchers + ", not 1 or 2");
    }
    apps = List.copyOf(apps);
    serviceOptions = List.copyOf(serviceOptions);
    dispatcherSettings = Map.copyOf(dispatcherSettings);
    requireNonNull(progress, "progress is null");
  }

  /** The apps that each signing key is for. */
  List<List<String>> appsByKey() {
    return keyForEachApp ? apps.stream().map(List::of).toList() : List.of(apps);
  }

  Path folder() {
    return checkout.stateFolder().resolve(name);
  }
}
