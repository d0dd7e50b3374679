package dev.marquee.registry.access;

import java.security.Principal;

/** An install that showed its device credential, on behalf of the user who signed in on it. */
record DevicePrincipal(String deviceId, String userId) implements Principal {
  @Override
  public String getName() {
    return deviceId;
  }
}
