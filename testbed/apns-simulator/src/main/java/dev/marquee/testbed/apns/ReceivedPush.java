package dev.marquee.testbed.apns;

import java.util.Objects;

/**
 * One line of the {@link PushLog}: a request and the answer that was decided for it (a delayed one
 * is still to be written).
 *
 * @param number counts the requests of one simulator from 0
 * @param apnsId the client's {@code apns-id}, or the one made for it
 */
public record ReceivedPush(long number, PushRequest request, String apnsId, PushAnswer answer) {
  public ReceivedPush {
    Objects.requireNonNull(request, "request");
    Objects.requireNonNull(apnsId, "apnsId");
    Objects.requireNonNull(answer, "answer");
  }

  public boolean accepted() {
    return answer instanceof PushAnswer.Accepted;
  }
}
