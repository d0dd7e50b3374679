package dev.marquee.registry.problem;

/**
 * A request that breaks a rule of the API. Its message is shown to the caller and quotes nothing.
 */
public final class InvalidReportException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String field;

  /**
   * @param field where in the request, such as {@code deviceId}
   * @param expected what would have been right, in words
   */
  public InvalidReportException(String field, String expected) {
    super(expected);
    this.field = field;
  }

  /** Where in the request. */
  public String field() {
    return field;
  }
}
