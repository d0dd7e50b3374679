package dev.marquee.dispatcher.delivery;

import dev.marquee.dispatcher.activity.ActivityState;
import dev.marquee.dispatcher.activity.NextStep;
import dev.marquee.dispatcher.activity.PushProgress.StartAttempt;

/** Whether a given-up activity is worth another look of the core. */
sealed interface ReplayVerdict {

  /** It is, for this step. */
  record Useful(String step) implements ReplayVerdict {}

  /** It is left alone. */
  record Skipped(String reason) implements ReplayVerdict {}

  /**
   * Judges by where the activity stands and by what the core would do now. A start that was
   * accepted or may have been is left alone even where its type allows one more: that is for time
   * to decide, not for an operator who means something else.
   */
  static ReplayVerdict of(ActivityState state, NextStep next) {
    return switch (state) {
      case ActivityState.Starting starting -> started(starting.attempt());
      case ActivityState.Abandoned abandoned -> started(abandoned.attempt());
      case ActivityState.Planned _,
          ActivityState.Live _,
          ActivityState.Ending _,
          ActivityState.Ended _,
          ActivityState.EndedOnPhone _,
          ActivityState.Dismissed _ ->
          of(next);
    };
  }

  private static ReplayVerdict started(StartAttempt attempt) {
    return new Skipped(
        switch (attempt.answer()) {
          case ACCEPTED -> "its start was accepted, and is not repeated";
          case CLAIMED, UNKNOWN -> "its start may have been accepted, and is not repeated";
          case REFUSED -> throw new IllegalArgumentException("a refused start starts nothing");
        });
  }

  private static ReplayVerdict of(NextStep next) {
    return switch (next) {
      case NextStep.Push _, NextStep.WaitUntil _ -> new Useful(ActivityInspection.word(next));
      case NextStep.WaitForToken _, NextStep.Nothing _ -> new Skipped(next.reason());
    };
  }
}
