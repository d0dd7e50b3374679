package dev.marquee.testbed.stack;

import static java.util.Objects.requireNonNull;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The working copy that this process runs from.
 *
 * @param root where the packaged services are found
 * @param stateFolder holds the data, keys and logs of every run; it is never committed
 */
public record Checkout(Path root, Path stateFolder) {

  /** Names the working copy where the current directory lies outside of it. */
  public static final String ROOT_PROPERTY = "marquee.checkout";

  /** Names another state folder, for runs that must not meet those of the working copy. */
  public static final String STATE_PROPERTY = "marquee.state";

  public Checkout {
    requireNonNull(root, "root is null");
    requireNonNull(stateFolder, "stateFolder is null");
  }

  /**
   * The working copy named by {@link #ROOT_PROPERTY}, else the one around the current directory.
   */
  public static Checkout locate() {
    String named = System.getProperty(ROOT_PROPERTY);
    if (named != null) {
      return at(Path.of(named).toAbsolutePath());
    }
    Path start = Path.of("").toAbsolutePath();
    for (Path folder = start; folder != null; folder = folder.getParent()) {
      if (Files.isRegularFile(folder.resolve("mvnw"))) {
        return at(folder);
      }
    }
    throw new StackException(
        StackException.Code.NOT_BUILT,
        start + " is not inside a checkout of Marquee; run ./marquee of the checkout.");
  }

  /** The same services, with runs of their own. */
  public Checkout withStateFolder(Path newStateFolder) {
    return new Checkout(root, newStateFolder);
  }

  private static Checkout at(Path root) {
    String state = System.getProperty(STATE_PROPERTY);
    return new Checkout(root, state == null ? root.resolve(".marquee") : Path.of(state));
  }
}
