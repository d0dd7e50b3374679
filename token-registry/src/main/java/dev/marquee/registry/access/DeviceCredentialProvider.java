package dev.marquee.registry.access;

import dev.marquee.registry.batch.Batches;
import dev.marquee.registry.batch.Batches.Limits;
import dev.marquee.registry.problem.DatabaseFailure;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the install that a credential belongs to.
 *
 * <p>A sign-in hands out a new credential beside the one in use, because its answer may never reach
 * the app. The first use of the new one revokes the old: from then on it is known to have arrived.
 */
@ApplicationScoped
class DeviceCredentialProvider implements IdentityProvider<DeviceCredentialRequest> {
  private static final String FIND =
      """
      select shown.hash, device.device_id, device.user_id, credential.used_at is null as first_use
      from unnest($1::text[]) as shown (hash)
      join device_credentials as credential on credential.credential_hash = decode(shown.hash, 'hex')
      join devices as device using (device_id, ownership)
      """;

  private static final String CONFIRM =
      """
      with confirmed as (
        update device_credentials set used_at = now()
        where credential_hash = decode($1, 'hex')
        returning device_id, issued_at
      )
      delete from device_credentials as older using confirmed
      where older.device_id = confirmed.device_id and older.issued_at < confirmed.issued_at
      """;

  private static final Limits LIMITS = new Limits(2, 64);

  private final Pool pool;

  /** By hash: what the credentials shown at the same moment stand for. */
  private final Batches<String, Optional<Install>> lookups;

  private record Install(String deviceId, String userId, boolean firstUse) {}

  DeviceCredentialProvider(Vertx vertx, Pool pool) {
    this.pool = pool;
    this.lookups = new Batches<>(vertx, LIMITS, Set::of, this::find, DatabaseFailure::isOutage);
  }

  @Override
  public Class<DeviceCredentialRequest> getRequestType() {
    return DeviceCredentialRequest.class;
  }

  @Override
  public Uni<SecurityIdentity> authenticate(
      DeviceCredentialRequest request, AuthenticationRequestContext context) {
    String hash = request.credential().hash();
    return lookups.submit(hash).flatMap(found -> identify(found, hash));
  }

  private Uni<List<Optional<Install>>> find(List<String> hashes) {
    return pool.preparedQuery(FIND)
        .execute(Tuple.of(hashes.toArray(String[]::new)))
        .map(rows -> {
          Map<String, Install> found = new HashMap<>();
          rows.forEach(row ->
              found.put(
                  row.getString("hash"),
                  new Install(
                      row.getString("device_id"),
                      row.getString("user_id"),
                      row.getBoolean("first_use"))));
          return hashes.stream().map(hash -> Optional.ofNullable(found.get(hash))).toList();
        });
  }

  private Uni<SecurityIdentity> identify(Optional<Install> found, String hash) {
    if (found.isEmpty()) {
      return Uni.createFrom().failure(new AuthenticationFailedException("Unknown credential"));
    }
    Install install = found.get();
    SecurityIdentity identity =
        QuarkusSecurityIdentity.builder()
            .setPrincipal(new DevicePrincipal(install.deviceId, install.userId))
            .build();
    return install.firstUse
        ? pool.preparedQuery(CONFIRM).execute(Tuple.of(hash)).replaceWith(identity)
        : Uni.createFrom().item(identity);
  }
}
