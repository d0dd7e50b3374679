package dev.marquee.registry.rejection;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.marquee.contracts.envelope.WireNames;

/** What an operator decides about rejections that were held. */
enum Verdict {
  /** They were true: judge each as if it had just come. */
  @JsonProperty("judge")
  JUDGE,
  /** They were a mistake: keep every token, and tell the dispatcher so. */
  @JsonProperty("keep")
  KEEP;

  String wireName() {
    return WireNames.of(this);
  }
}
