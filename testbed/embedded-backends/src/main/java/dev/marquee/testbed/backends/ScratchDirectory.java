package dev.marquee.testbed.backends;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A folder for the files of one backend, locked as long as its JVM lives. The lock dies with the
 * process, so the next start finds what a killed one left behind, and {@link #sweep} clears it.
 */
final class ScratchDirectory implements AutoCloseable {

  private static final String LOCK = "lock";
  private static final String CONTENT = "data";

  private final Path directory;
  private final FileChannel lockChannel;

  private ScratchDirectory(Path directory, FileChannel lockChannel) {
    this.directory = directory;
    this.lockChannel = lockChannel;
  }

  /** The folder that all scratch directories and unpacked binaries of this user share. */
  static Path root() {
    return Path.of(
        System.getProperty("java.io.tmpdir"),
        "marquee-backends-" + System.getProperty("user.name"));
  }

  static ScratchDirectory create(String kind) {
    try {
      Path parent = Files.createDirectories(root().resolve(kind));
      Path directory = Files.createTempDirectory(parent, "");
      FileChannel channel = openLock(directory);
      FileLock lock = channel.lock();
      if (!lock.isValid()) {
        throw new IOException("no lock on " + directory);
      }
      return new ScratchDirectory(directory, channel);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Removes what killed processes left behind. {@code stop} is called with the content folder of
   * each before it is deleted.
   */
  static void sweep(String kind, Consumer<Path> stop) {
    Path parent = root().resolve(kind);
    if (!Files.isDirectory(parent)) {
      return;
    }
    try (Stream<Path> children = Files.list(parent)) {
      for (Path child : children.toList()) {
        sweepOne(child, stop);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void sweepOne(Path child, Consumer<Path> stop) throws IOException {
    if (!Files.exists(child.resolve(LOCK))) {
      // Being created or being deleted by another process at this moment.
      return;
    }
    try (FileChannel channel = openLock(child);
        FileLock lock = tryLock(channel)) {
      if (lock != null) {
        stop.accept(child.resolve(CONTENT));
        delete(child);
      }
    } catch (NoSuchFileException _) {
      // Another process swept it first.
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException _) {
      // Held by this very JVM.
      return null;
    }
  }

  private static FileChannel openLock(Path directory) throws IOException {
    return FileChannel.open(
        directory.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  /** Where the backend keeps its files; not created yet. */
  Path content() {
    return directory.resolve(CONTENT);
  }

  /** Deletes the folder with all in it. */
  @Override
  public void close() {
    try {
      delete(directory);
      lockChannel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Deletes children before parents; the lock file goes with them while it is still held. */
  private static void delete(Path directory) throws IOException {
    List<Path> deepestFirst;
    try (Stream<Path> paths = Files.walk(directory)) {
      deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : deepestFirst) {
      Files.deleteIfExists(path);
    }
  }
}
