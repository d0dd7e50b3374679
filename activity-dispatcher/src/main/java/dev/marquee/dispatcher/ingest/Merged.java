package dev.marquee.dispatcher.ingest;

import java.util.List;

/**
 * What a batch did to the facts.
 *
 * @param changed how many of its records were about something that it changed
 * @param touched the activities that became due by it; those of fanned-out shows come later
 */
record Merged(int changed, List<Long> touched) {

  Merged {
    touched = List.copyOf(touched);
  }
}
