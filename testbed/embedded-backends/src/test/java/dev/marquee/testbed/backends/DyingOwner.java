package dev.marquee.testbed.backends;

import java.nio.file.Path;

/** A process that starts a server, commits a row, and dies as if by {@code kill -9}. */
final class DyingOwner {

  private DyingOwner() {}

  public static void main(String[] arguments) throws Exception {
    EmbeddedPostgresServer server =
        EmbeddedPostgresServer.start(
            PostgresSettings.forTests()
                .withPort(Integer.parseInt(arguments[0]))
                .withDataDirectory(Path.of(arguments[1])));
    server.createDatabase("survivors");
    EmbeddedPostgresServerTest.execute(
        server, "survivors", "create table ticket as select 1 as id");
    Runtime.getRuntime().halt(9);
  }
}
