package dev.marquee.outbox;

import io.vertx.mutiny.sqlclient.Pool;
import java.util.concurrent.CountDownLatch;

/** A process whose relay dies at once when the first rows are acknowledged, not deleted yet. */
final class RelayToBeKilled {

  private RelayToBeKilled() {}

  /** Returns when the process is dead. */
  static void run(String databaseUrl, String bootstrapServers) throws Exception {
    new ProcessBuilder(
            ProcessHandle.current().info().command().orElseThrow(),
            "--sun-misc-unsafe-memory-access=allow",
            "-cp",
            System.getProperty("java.class.path"),
            RelayToBeKilled.class.getName(),
            databaseUrl,
            bootstrapServers)
        .inheritIO()
        .start()
        .waitFor();
  }

  public static void main(String[] arguments) throws Exception {
    Pool pool = Replica.newPool(arguments[0]);
    CountingProducer producer =
        new CountingProducer(
            arguments[1],
            Replica.settings().rowsPerShard(),
            self -> {
              self.flush();
              Runtime.getRuntime().halt(9);
            });
    new OutboxRelay(pool, producer, Replica.settings()).start();
    new CountDownLatch(1).await();
  }
}
