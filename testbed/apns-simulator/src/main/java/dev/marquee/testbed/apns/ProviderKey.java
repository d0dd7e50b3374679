package dev.marquee.testbed.apns;

import java.security.interfaces.ECPublicKey;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;

/**
 * Apple's half of a provider authentication key: what it needs to check the tokens that a developer
 * signs.
 *
 * @param teamId ten characters, the {@code iss} of the tokens
 * @param keyId ten characters, their {@code kid}
 * @param environments where the key may be used; since 2025 a new key is good for one environment
 *     only
 * @param bundleIds the apps it may push to; empty means every app of the team
 */
public record ProviderKey(
    String teamId,
    String keyId,
    ECPublicKey publicKey,
    Set<ApnsEnvironment> environments,
    Set<String> bundleIds) {

  public ProviderKey {
    Objects.requireNonNull(teamId, "teamId");
    Objects.requireNonNull(keyId, "keyId");
    Objects.requireNonNull(publicKey, "publicKey");
    environments = Set.copyOf(environments);
    bundleIds = Set.copyOf(bundleIds);
    if (environments.isEmpty()) {
      throw new IllegalArgumentException("Key " + keyId + " is good for no environment");
    }
  }

  /** A key for all apps of the team, in both environments. */
  public ProviderKey(String teamId, String keyId, ECPublicKey publicKey) {
    this(teamId, keyId, publicKey, EnumSet.allOf(ApnsEnvironment.class), Set.of());
  }

  boolean covers(String bundleId) {
    return bundleIds.isEmpty() || bundleIds.contains(bundleId);
  }

  @Override
  public String toString() {
    return "key " + keyId + " of team " + teamId;
  }
}
