package dev.marquee.registry.device;

import dev.marquee.registry.access.Caller;
import dev.marquee.registry.problem.InvalidReportException;
import dev.marquee.registry.problem.Problem;
import dev.marquee.registry.problem.ProblemType;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What all the resources of one device ask of a request, and answer alike. */
final class Access {
  private Access() {}

  /** Does the work for whoever may act for the device; ownership is for the statements to check. */
  static Uni<Response> toDevice(
      SecurityIdentity identity, String deviceId, Function<Caller, Uni<Response>> work) {
    Field.id("deviceId", deviceId);
    Caller caller = Caller.of(identity);
    return caller.mayActFor(deviceId)
        ? work.apply(caller)
        : Uni.createFrom().item(Problem.of(ProblemType.CREDENTIAL_OF_ANOTHER_DEVICE).response());
  }

  /** The body, which must be there. */
  static <T> T body(@Nullable T body) {
    if (body == null) {
      throw new InvalidReportException("body", "must be a JSON object");
    }
    return body;
  }

  /** The answer that holds this, or says that the caller owns no such device. */
  static Response found(Optional<?> answer) {
    return answer.map(it -> Response.ok(it).build()).orElseGet(Access::unknownDevice);
  }

  static Response unknownDevice() {
    return Problem.of(
            ProblemType.UNKNOWN_DEVICE,
            "Sign in with PUT /v1/devices/{deviceId} and a user's login.")
        .response();
  }
}
