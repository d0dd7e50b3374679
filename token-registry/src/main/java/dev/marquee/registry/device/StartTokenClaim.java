package dev.marquee.registry.device;

import org.jspecify.annotations.Nullable;

/**
 * What a report may take of the start tokens that it brings, known under the locks of the tokens
 * and of every device concerned.
 *
 * @param owner the user of the reporting device now; null where there is no such device
 * @param tokens the tokens to take in, as JSON from attributes type to hex
 * @param contested whether other devices hold some of them, and must lose them
 * @param erased whether the report is a sign-in from before an erasure, and must not be taken in
 */
record StartTokenClaim(@Nullable String owner, String tokens, boolean contested, boolean erased) {

  /** The tokens may be secret. */
  @Override
  public String toString() {
    return contested ? "contested start tokens" : "uncontested start tokens";
  }
}
