package dev.marquee.testbed.phone;

import dev.marquee.testbed.apns.ApnsReason;
import dev.marquee.testbed.apns.TokenDirectory;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The tokens that APNs has issued to one install, and how they die. Guarded by the lock of its
 * phone.
 */
final class InstallTokens {
  private final AppDefinition app;
  private final PhoneProfile phone;
  private final TokenMint mint;
  private final TokenDirectory directory;
  private final Duration endedTokenGrace;
  private final AppInstall.Host host;
  private final Map<String, String> startTokens = new TreeMap<>();
  private final Set<String> issued = HashSet.newHashSet(2);

  /**
   * None yet.
   *
   * @param endedTokenGrace how long APNs goes on answering 200 for the token of an ended activity
   */
  InstallTokens(
      AppDefinition app,
      PhoneProfile phone,
      TokenMint mint,
      TokenDirectory directory,
      Duration endedTokenGrace,
      AppInstall.Host host) {
    this.app = app;
    this.phone = phone;
    this.mint = mint;
    this.directory = directory;
    this.endedTokenGrace = endedTokenGrace;
    this.host = host;
  }

  /** The start tokens of now, by their attributes type. */
  Map<String, String> startTokens() {
    return startTokens;
  }

  @Nullable String startToken(String attributesType) {
    return startTokens.get(attributesType);
  }

  /**
   * Issues a start token in place of the one before it, which APNs goes on accepting for weeks.
   *
   * @param delivery what the phone does with pushes to the token that it is given
   */
  String issueStartToken(String attributesType, Function<String, Delivery> delivery) {
    String token = mint.token();
    startTokens.put(attributesType, token);
    issue(token, delivery.apply(token));
    return token;
  }

  /** Issues an update token. */
  String issueUpdateToken(Delivery delivery) {
    String token = mint.token();
    issue(token, delivery);
    return token;
  }

  /** The token was replaced by another, and is dead from now on. */
  void discard(String token, Instant now) {
    directory.retire(token, ApnsReason.UNREGISTERED, now);
  }

  /** The activity of the token has ended, which APNs begins to tell after a while. */
  void expire(String token, Instant endedAt) {
    directory.retire(token, ApnsReason.EXPIRED_TOKEN, endedAt, endedAt.plus(endedTokenGrace));
  }

  /** The app is removed, and every token with it. */
  void discardAll(Instant now) {
    issued.forEach(token -> discard(token, now));
  }

  private void issue(String token, Delivery delivery) {
    issued.add(token);
    directory.issue(
        token, app.bundleId(), phone.environment(), push -> host.arrive(push, delivery));
  }
}
