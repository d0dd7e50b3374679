package dev.marquee.registry.device;

import dev.marquee.registry.access.DeviceCredential;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of a device's report. */
sealed interface RegistrationOutcome {

  /**
   * It was taken in, as far as it was news; this is what the registry holds now.
   *
   * @param issued the credential handed out, where a user signed in
   * @param advice what the app should do about what differs
   */
  record Registered(
      Device device,
      List<ActivityInstance> instances,
      @Nullable DeviceCredential issued,
      LaunchAdvice advice)
      implements RegistrationOutcome {}

  /** The sign-in of a user is older than that of the user who has the device now. */
  record Superseded() implements RegistrationOutcome {}

  /** The user or the device was erased after the login was issued or the report was made. */
  record Erased() implements RegistrationOutcome {}

  /** The caller owns no such device. */
  record UnknownDevice() implements RegistrationOutcome {}
}
