package dev.marquee.testbed.phone;

import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the app of a virtual phone reports to. Called on virtual threads, one report of an install
 * at a time; it may block.
 */
public interface AppBackend {

  /**
   * Delivers one report.
   *
   * @param deviceCredential what an earlier sync was answered, which outlives the user's login
   * @throws IOException if there was no answer; the report is repeated later
   */
  Answer deliver(AppReport report, @Nullable String deviceCredential)
      throws IOException, InterruptedException;

  /**
   * A backend that takes everything and does nothing, for phones of which only the screen matters.
   */
  static AppBackend silent() {
    return (_, _) -> new Answer.Accepted(null);
  }

  /** What the backend said. */
  sealed interface Answer {

    /**
     * It has what was reported, for good.
     *
     * @param deviceCredential a new credential, if one was issued
     */
    record Accepted(@Nullable String deviceCredential) implements Answer {
      /** Without the credential. */
      @Override
      public String toString() {
        return "accepted";
      }
    }

    /**
     * It does not have it.
     *
     * @param status the HTTP status
     * @param problem what the backend says is wrong
     */
    record Refused(int status, String problem) implements Answer {
      public Refused {
        Objects.requireNonNull(problem, "problem");
      }

      /** Whether saying the same again later may help. */
      boolean isTemporary() {
        return status >= 500 || status == 408 || status == 425 || status == 429;
      }

      boolean isAboutTheLogin() {
        return status == 401;
      }
    }
  }
}
