package dev.marquee.registry.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class DeviceCredentialTest {

  @Test
  void isLongRandomAndRecognisable() {
    // Given
    Random random = new Random(1);

    // When
    DeviceCredential first = DeviceCredential.generate(random);
    DeviceCredential second = DeviceCredential.generate(random);

    // Then
    assertThat(first.secret()).matches("mdc_[A-Za-z0-9_-]{43}").isNotEqualTo(second.secret());
    assertThat(first.hash()).matches("[0-9a-f]{64}").isNotEqualTo(second.hash());
  }

  @Test
  void doesNotTellItselfToALog() {
    // Given
    DeviceCredential credential = DeviceCredential.generate(new Random(2));

    // When
    String logged = credential.toString();

    // Then
    assertThat(logged).doesNotContain(credential.secret()).startsWith("credential:");
  }
}
