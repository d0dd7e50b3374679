package dev.marquee.registry.access;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.util.random.RandomGenerator;

/** Where secrets come from: the operating system, without waiting. */
@Singleton
class Randomness {
  @Produces
  @Singleton
  RandomGenerator random() {
    return new SecureRandom();
  }
}
