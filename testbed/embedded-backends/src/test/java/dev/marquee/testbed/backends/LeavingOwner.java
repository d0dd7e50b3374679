package dev.marquee.testbed.backends;

/** A process that starts a server, prints where its files are, and ends without closing it. */
final class LeavingOwner {

  private LeavingOwner() {}

  public static void main(String[] arguments) throws Exception {
    EmbeddedPostgresServer server = EmbeddedPostgresServer.start();
    System.out.println(
        EmbeddedPostgresServerTest.single(server, "postgres", "show data_directory"));
  }
}
