package dev.marquee.testbed.stack;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.marquee.testbed.backends.EmbeddedPostgresServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder of one running stack: its data, keys, logs, and the ledger of its processes. The
 * operating system's lock on a file in it lasts as long as the process that claimed it, however
 * that ends.
 */
final class StackHome implements AutoCloseable {

  /** The folder of keys and certificates. */
  static final String KEYS = "keys";

  private static final String LOCK = "lock";
  private static final String OWNER = "owner";
  private static final String PROCESSES = "processes";
  private static final String POSTGRES = "postgresql";

  /**
   * Folders claimed by this JVM. Closing a second channel on a locked file would release the lock
   * of the whole process, so that these are never opened again.
   */
  private static final Set<Path> CLAIMED_HERE = ConcurrentHashMap.newKeySet();

  private final Path folder;
  private final FileChannel lock;
  private final ProcessLedger ledger;

  private StackHome(Path folder, FileChannel lock) {
    this.folder = folder;
    this.lock = lock;
    this.ledger = new ProcessLedger(folder.resolve(PROCESSES));
  }

  /**
   * Claims a folder for this process, stops what an earlier owner left running, and empties it.
   *
   * @throws StackException with {@link StackException.Code#ALREADY_RUNNING} where its owner lives
   */
  static StackHome claim(Path folder) {
    try {
      Files.createDirectories(folder);
      FileChannel lock = tryLock(folder);
      if (lock == null) {
        String owner =
            Files.exists(folder.resolve(OWNER)) ? Files.readString(folder.resolve(OWNER)) : "?";
        throw new StackException(
            StackException.Code.ALREADY_RUNNING,
            "Marquee already runs from %s (process %s): stop that one first."
                .formatted(folder, owner));
      }
      stopLeftovers(folder);
      empty(folder);
      Files.writeString(folder.resolve(OWNER), Long.toString(ProcessHandle.current().pid()), UTF_8);
      StackHome home = new StackHome(folder, lock);
      Files.createDirectories(home.logs());
      Files.createDirectories(home.keys());
      return home;
    } catch (IOException e) {
      throw new StackException(
          StackException.Code.NOT_PREPARED, "Cannot prepare " + folder + ": " + e.getMessage(), e);
    }
  }

  /**
   * Stops the processes left by every stack under {@code stateFolder} whose owner is dead.
   *
   * @return how many processes were stopped
   */
  static int sweep(Path stateFolder) {
    int stopped = 0;
    try (Stream<Path> folders = Files.exists(stateFolder) ? Files.list(stateFolder) : Stream.of()) {
      for (Path folder : folders.filter(each -> Files.exists(each.resolve(LOCK))).toList()) {
        FileChannel lock = tryLock(folder);
        if (lock != null) {
          try {
            stopped += stopLeftovers(folder);
          } finally {
            release(folder, lock);
          }
        }
      }
      return stopped;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot look for leftovers in " + stateFolder, e);
    }
  }

  Path logs() {
    return folder.resolve("logs");
  }

  Path keys() {
    return folder.resolve(KEYS);
  }

  Path postgres() {
    return folder.resolve(POSTGRES);
  }

  Path kafka() {
    return folder.resolve("kafka");
  }

  /** The working directory of a service, with its settings in {@code config/}. */
  Path service(String name) {
    return folder.resolve(name);
  }

  ProcessLedger ledger() {
    return ledger;
  }

  /**
   * Gives the folder up. Logs and data stay for whoever wants to look; the next owner removes them.
   */
  @Override
  public void close() {
    release(folder, lock);
  }

  private static @Nullable FileChannel tryLock(Path folder) throws IOException {
    if (!CLAIMED_HERE.add(folder)) {
      return null;
    }
    FileChannel channel = null;
    FileLock lock = null;
    try {
      channel =
          FileChannel.open(
              folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      lock = channel.tryLock();
      return lock == null ? null : channel;
    } finally {
      if (lock == null) {
        CLAIMED_HERE.remove(folder);
        if (channel != null) {
          channel.close();
        }
      }
    }
  }

  private static void release(Path folder, FileChannel lock) {
    try {
      lock.close();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot release " + folder, e);
    } finally {
      CLAIMED_HERE.remove(folder);
    }
  }

  private static int stopLeftovers(Path folder) throws IOException {
    Path ledgerFile = folder.resolve(PROCESSES);
    List<ProcessHandle> services = new ProcessLedger(ledgerFile).survivors();
    ProcessLedger.stopAll(services);
    boolean postgres = EmbeddedPostgresServer.stopLeftover(folder.resolve(POSTGRES));
    Files.deleteIfExists(ledgerFile);
    return services.size() + (postgres ? 1 : 0);
  }

  private static void empty(Path folder) throws IOException {
    try (Stream<Path> everything = Files.walk(folder)) {
      for (Path path : everything.sorted(Comparator.reverseOrder()).toList()) {
        if (!path.equals(folder) && !path.equals(folder.resolve(LOCK))) {
          Files.delete(path);
        }
      }
    }
  }
}
