package dev.marquee.registry.access;

import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.security.identity.request.BaseAuthenticationRequest;

/** A request to find out whose credential this is. */
final class DeviceCredentialRequest extends BaseAuthenticationRequest
    implements AuthenticationRequest {
  private final DeviceCredential credential;

  DeviceCredentialRequest(DeviceCredential credential) {
    this.credential = credential;
  }

  DeviceCredential credential() {
    return credential;
  }
}
