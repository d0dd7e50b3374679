package dev.marquee.dispatcher.ingest;

import dev.marquee.dispatcher.delivery.Touched;

/**
 * What a batch did to the facts.
 *
 * @param changed how many of its records were about something that it changed
 * @param touched whose cards that concerns; those of fanned-out shows come later
 */
record Merged(int changed, Touched touched) {}
