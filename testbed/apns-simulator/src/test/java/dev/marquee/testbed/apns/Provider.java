package dev.marquee.testbed.apns;

import java.time.Instant;
import java.util.function.UnaryOperator;

/** One simulator, one developer key, one connection and one device token: what most tests need. */
public final class Provider implements AutoCloseable {
  public static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
  static final String TOKEN = "0a".repeat(80);

  public final SettableTime time = new SettableTime(NOW);
  final DeveloperKey key = DeveloperKey.generate("TEAM000001", "KEY0000001");
  final String providerToken = key.providerToken(NOW);
  final RecordingReceiver phone = new RecordingReceiver();
  public final ApnsSimulator apns;
  final PushClient client;

  public Provider() {
    this(UnaryOperator.identity());
  }

  Provider(UnaryOperator<ApnsSimulator.Builder> customized) {
    apns = customized.apply(ApnsSimulator.builder().clock(time).key(key.providerKey())).start();
    apns.tokens().issue(TOKEN, PushClient.BUNDLE_ID, ApnsEnvironment.PRODUCTION, phone);
    client = new PushClient(apns);
  }

  public String providerToken() {
    return providerToken;
  }

  public PushClient.Push push() {
    return push(TOKEN);
  }

  public PushClient.Push push(String token) {
    return client.push(token, providerToken);
  }

  @Override
  public void close() {
    client.close();
    apns.close();
  }
}
