package dev.marquee.testbed.launch;

import java.util.List;

/** One command of {@code ./marquee}. */
@FunctionalInterface
interface Command {

  /** All is well. */
  int DONE = 0;

  /** What was to be shown or sent was not; the terminal says what. */
  int FAILED = 1;

  /** The command was not understood. */
  int MISUSED = 64;

  /** Runs it and returns the exit code. */
  int run(List<String> arguments) throws Exception;
}
