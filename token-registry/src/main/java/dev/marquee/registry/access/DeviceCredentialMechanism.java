package dev.marquee.registry.access;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.quarkus.vertx.http.runtime.security.HttpCredentialTransport;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;

/** Reads {@code Authorization: Device <credential>}; leaves every other scheme to the JWT one. */
@ApplicationScoped
class DeviceCredentialMechanism implements HttpAuthenticationMechanism {
  private static final String SCHEME = "Device";
  private static final int CREDENTIAL_LIMIT = 200;

  @Override
  public Uni<SecurityIdentity> authenticate(
      RoutingContext context, IdentityProviderManager identities) {
    String header = context.request().getHeader(HttpHeaderNames.AUTHORIZATION);
    int start = SCHEME.length() + 1;
    if (header == null
        || header.length() <= start
        || header.length() > start + CREDENTIAL_LIMIT
        || !header.regionMatches(true, 0, SCHEME + " ", 0, start)) {
      return Uni.createFrom().nullItem();
    }
    DeviceCredential credential = new DeviceCredential(header.substring(start).strip());
    return identities.authenticate(new DeviceCredentialRequest(credential));
  }

  @Override
  public Uni<ChallengeData> getChallenge(RoutingContext context) {
    return Uni.createFrom().item(new ChallengeData(401, HttpHeaderNames.WWW_AUTHENTICATE, SCHEME));
  }

  @Override
  public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
    return Set.of(DeviceCredentialRequest.class);
  }

  @Override
  public Uni<HttpCredentialTransport> getCredentialTransport(RoutingContext context) {
    return Uni.createFrom()
        .item(new HttpCredentialTransport(HttpCredentialTransport.Type.AUTHORIZATION, SCHEME));
  }
}
