package dev.marquee.dispatcher.apns;

/** How one request on one stream ended. */
sealed interface StreamResult {

  /** APNs answered. */
  record Answered(ApnsAnswer answer) implements StreamResult {}

  /** APNs surely did not process the request. */
  record NotProcessed(String cause) implements StreamResult {}

  /** The request was written, and nobody knows more. */
  record Unanswered(String cause) implements StreamResult {}
}
