package dev.marquee.registry.access;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;

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
      select device.device_id, device.user_id, credential.used_at is null as first_use
      from device_credentials as credential
      join devices as device using (device_id, ownership)
      where credential.credential_hash = decode($1, 'hex')
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

  private final Pool pool;

  DeviceCredentialProvider(Pool pool) {
    this.pool = pool;
  }

  @Override
  public Class<DeviceCredentialRequest> getRequestType() {
    return DeviceCredentialRequest.class;
  }

  @Override
  public Uni<SecurityIdentity> authenticate(
      DeviceCredentialRequest request, AuthenticationRequestContext context) {
    Tuple hash = Tuple.of(request.credential().hash());
    return pool.preparedQuery(FIND).execute(hash).flatMap(found -> identify(found, hash));
  }

  private Uni<SecurityIdentity> identify(RowSet<Row> found, Tuple hash) {
    if (found.size() == 0) {
      return Uni.createFrom().failure(new AuthenticationFailedException("Unknown credential"));
    }
    Row row = found.iterator().next();
    SecurityIdentity identity =
        QuarkusSecurityIdentity.builder()
            .setPrincipal(new DevicePrincipal(row.getString("device_id"), row.getString("user_id")))
            .build();
    return row.getBoolean("first_use")
        ? pool.preparedQuery(CONFIRM).execute(hash).replaceWith(identity)
        : Uni.createFrom().item(identity);
  }
}
