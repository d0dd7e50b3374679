package dev.marquee.registry.problem;

import java.net.URI;

/**
 * Every kind of error that the API answers with; {@code docs/registry-api.md} has a row for each.
 */
public enum ProblemType {
  INVALID_REPORT(400, "invalid-report", "The request cannot be understood"),
  UNAUTHENTICATED(401, "unauthenticated", "No valid login or device credential"),
  NOT_ALLOWED(403, "not-allowed", "This login may not do that"),
  CREDENTIAL_OF_ANOTHER_DEVICE(
      403, "credential-of-another-device", "A device credential is valid for its own device only"),
  UNKNOWN_DEVICE(404, "unknown-device", "No device of yours has this id"),
  NO_SUCH_RESOURCE(404, "no-such-resource", "There is nothing at this address"),
  METHOD_NOT_ALLOWED(405, "method-not-allowed", "This address does not take this method"),
  NOT_ACCEPTABLE(406, "not-acceptable", "Answers are JSON"),
  ERASED(410, "erased", "This user or this device has been erased since"),
  SUPERSEDED(409, "superseded", "Another user has signed in on this device since"),
  TOO_LARGE(413, "too-large", "The request is larger than any honest one"),
  UNSUPPORTED_MEDIA_TYPE(415, "unsupported-media-type", "Requests are JSON"),
  TOO_MANY_REQUESTS(429, "too-many-requests", "This caller asks too often"),
  REFUSED(400, "refused", "The request was refused"),
  INTERNAL_ERROR(500, "internal-error", "A fault of the registry"),
  UNAVAILABLE(503, "unavailable", "The registry cannot store anything at the moment");

  private static final String PREFIX = "urn:marquee:problem:";

  private final int status;
  private final String slug;
  private final String title;

  ProblemType(int status, String slug, String title) {
    this.status = status;
    this.slug = slug;
    this.title = title;
  }

  /** The HTTP status that goes with it. */
  public int status() {
    return status;
  }

  /** The same for every occurrence, in words. */
  public String title() {
    return title;
  }

  /** What a program tells the types apart by. */
  public URI uri() {
    return URI.create(PREFIX + slug);
  }

  /** The type that fits an HTTP status of the framework's own making. */
  static ProblemType ofStatus(int status) {
    return switch (status) {
      case 401 -> UNAUTHENTICATED;
      case 403 -> NOT_ALLOWED;
      case 404 -> NO_SUCH_RESOURCE;
      case 405 -> METHOD_NOT_ALLOWED;
      case 406 -> NOT_ACCEPTABLE;
      case 413 -> TOO_LARGE;
      case 415 -> UNSUPPORTED_MEDIA_TYPE;
      case 429 -> TOO_MANY_REQUESTS;
      case 503 -> UNAVAILABLE;
      default -> status < 500 ? REFUSED : INTERNAL_ERROR;
    };
  }
}
