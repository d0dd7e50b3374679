package dev.marquee.testbed.stack;

import java.time.Duration;

/** Hears how a stack comes up and goes down. Called from several threads, one at a time. */
public interface Progress {

  /** Says nothing to anybody. */
  Progress SILENT =
      new Progress() {
        @Override
        public void ready(String part, String address, Duration took) {}

        @Override
        public void note(String sentence) {}
      };

  /**
   * A part serves.
   *
   * @param part its name for people
   * @param address where it is, as one would type it
   * @param took since the stack began to start
   */
  void ready(String part, String address, Duration took);

  /** Something worth a sentence. */
  void note(String sentence);
}
