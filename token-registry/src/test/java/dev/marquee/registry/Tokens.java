package dev.marquee.registry;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Tokens as ActivityKit gives them out: no two tests share one. */
public final class Tokens {
  private static final AtomicInteger ISSUED = new AtomicInteger();
  private static final int REPEATS = 38;

  private static final Set<String> TOKENS = ConcurrentHashMap.newKeySet();

  private Tokens() {}

  /** A new one of 160 digits that begins and ends with these four. */
  public static String fresh(String digits) {
    String token = digits + "%08x".formatted(ISSUED.incrementAndGet()) + digits.repeat(REPEATS - 1);
    TOKENS.add(token);
    return token;
  }

  /** All that tests have used so far. */
  static Set<String> issued() {
    return TOKENS;
  }
}
