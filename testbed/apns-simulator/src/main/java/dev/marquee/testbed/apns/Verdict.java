package dev.marquee.testbed.apns;

/** What the checks say about one request. */
sealed interface Verdict {

  /** Whether the request came with a good provider token. */
  boolean authenticated();

  record Deliver(PushReceiver receiver) implements Verdict {
    @Override
    public boolean authenticated() {
      return true;
    }
  }

  record Refuse(PushAnswer.Rejected answer, boolean authenticated) implements Verdict {}
}
