package dev.marquee.registry.access;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.SecurityIdentity;
import java.time.Instant;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/**
 * Who sent a request.
 *
 * @param userId the user that signed in, now or, for an install, at its last sign-in
 * @param operator whether the login has the role of operators, who may read everything and erase
 *     users
 * @param deviceId the install that showed its credential; null where a user's own login came along
 * @param loginIssuedAt when the identity provider issued the user's own login, in whole seconds;
 *     the beginning of time where it does not say, or where there is none
 */
public record Caller(
    String userId, boolean operator, @Nullable String deviceId, Instant loginIssuedAt) {

  /** The role of operators, in the token's {@code groups}. */
  public static final String OPERATOR = "operator";

  private static final int USER_ID_LIMIT = 180;

  /**
   * The sender of a request that was authenticated.
   *
   * @throws AuthenticationFailedException when the token names no usable subject
   */
  public static Caller of(SecurityIdentity identity) {
    return switch (identity.getPrincipal()) {
      case DevicePrincipal install ->
          new Caller(install.userId(), false, install.deviceId(), Instant.EPOCH);
      case JsonWebToken token ->
          new Caller(
              subject(token),
              identity.hasRole(OPERATOR),
              null,
              Instant.ofEpochSecond(token.getIssuedAtTime()));
      default -> throw new AuthenticationFailedException();
    };
  }

  /** Whether this is a user's own login, which may sign a device in. */
  public boolean isSignIn() {
    return deviceId == null;
  }

  /** Whether the credential shown, if it was one, is for this device. */
  public boolean mayActFor(String device) {
    return deviceId == null || deviceId.equals(device);
  }

  private static String subject(JsonWebToken token) {
    String subject = token.getSubject();
    if (subject == null
        || subject.isBlank()
        || subject.length() > USER_ID_LIMIT
        || subject.chars().anyMatch(Character::isISOControl)) {
      throw new AuthenticationFailedException("The token's subject is no user id");
    }
    return subject;
  }
}
