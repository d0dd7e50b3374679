package dev.marquee.testbed.stack;

import dev.marquee.testbed.apns.DeveloperKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A key that signs for some of a stack's apps.
 *
 * @param name of the key in the dispatcher's settings
 * @param key known to APNs
 * @param apps bundle ids
 */
record SigningKey(String name, DeveloperKey key, List<String> apps) {

  /** The keys that a plan asks for. */
  static List<SigningKey> generate(StackPlan plan) {
    List<SigningKey> keys = new ArrayList<>();
    for (List<String> apps : plan.appsByKey()) {
      int number = keys.size() + 1;
      keys.add(
          new SigningKey(
              number == 1 ? "local" : "local-" + number,
              DeveloperKey.generate(LocalStack.TEAM_ID, idOf(number)),
              apps));
    }
    return keys;
  }

  /** The id of a key, by its number from 1. */
  static String idOf(int number) {
    return "LOCALKEY%02d".formatted(number);
  }

  /** Writes the key, as Apple hands it out, into a folder; returns the settings that name it. */
  ServiceSettings writeTo(Path folder) throws IOException {
    Path p8 = folder.resolve("AuthKey_" + key.keyId() + ".p8");
    Files.writeString(p8, key.p8());
    String prefix = "marquee.apns.keys." + name;
    return ServiceSettings.empty()
        .with(prefix + ".key-id", key.keyId())
        .with(prefix + ".team-id", key.teamId())
        .with(prefix + ".key-file", p8)
        .with(prefix + ".apps", String.join(",", apps));
  }
}
