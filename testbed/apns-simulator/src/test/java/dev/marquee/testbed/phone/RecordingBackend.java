package dev.marquee.testbed.phone;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A backend that remembers what it was told, and answers as a test wants it to. */
final class RecordingBackend implements AppBackend {
  final List<AppReport> accepted = new CopyOnWriteArrayList<>();
  final List<String> credentials = new CopyOnWriteArrayList<>();
  private final Queue<Answer.Refused> refusals = new ArrayDeque<>();
  private int failures;

  synchronized void fail(int times) {
    failures = times;
  }

  synchronized void refuse(int status) {
    refusals.add(new Answer.Refused(status, "no"));
  }

  @Override
  public synchronized Answer deliver(AppReport report, @Nullable String deviceCredential)
      throws IOException {
    if (failures > 0) {
      failures--;
      throw new IOException("no network");
    }
    Answer.Refused refusal = refusals.poll();
    if (refusal != null) {
      return refusal;
    }
    accepted.add(report);
    credentials.add(String.valueOf(deviceCredential));
    boolean signIn = report instanceof AppReport.Sync sync && sync.signIn();
    return new Answer.Accepted(signIn ? "credential of " + report.deviceId() : null);
  }

  /** What was accepted about Live Activities outside of syncs, in words. */
  List<String> activities() {
    return accepted.stream()
        .filter(AppReport.ActivityChanged.class::isInstance)
        .map(AppReport.ActivityChanged.class::cast)
        .map(report ->
            report.activity().bookingId()
                + " "
                + report.activity().state()
                + (report.activity().updateToken() == null ? "" : " with token"))
        .toList();
  }
}
