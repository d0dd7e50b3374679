package dev.marquee.testbed.page;

/** A control that cannot do what it was told; the message is for the visitor. */
final class ControlRefusedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Why: the order itself is wrong, or it does not suit how things are. */
  enum Reason {
    /** Nobody could carry it out. */
    WRONG_ORDER(400),
    /** There is no such control. */
    NO_SUCH_CONTROL(404),
    /** Not now; later, perhaps. */
    NOT_NOW(409);

    private final int status;

    Reason(int status) {
      this.status = status;
    }
  }

  private final Reason reason;

  ControlRefusedException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** The HTTP status that says so. */
  int status() {
    return reason.status;
  }
}
