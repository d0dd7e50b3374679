package dev.marquee.dispatcher.apns;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where a signing key is read from: a {@code .p8} file, or a folder of such files under the names
 * that Apple gives them, of which the newest counts. The second way a key can be replaced by
 * another while the service runs.
 *
 * @param file the {@code .p8} file
 * @param keyId ten letters and digits, not checked
 */
record KeyFile(Path file, String keyId) {
  /** As the developer portal names its downloads. */
  private static final Pattern APPLES_NAME = Pattern.compile("AuthKey_([A-Za-z0-9]{10})\\.p8");

  /**
   * Finds the file that a part of the configuration means now.
   *
   * @param property the part's name; every complaint names the property that is at fault
   * @throws IllegalArgumentException if there is none
   */
  static KeyFile find(String property, ApnsConfig.Key config) {
    return Files.isDirectory(config.keyFile())
        ? newestIn(property + ".key-file", config.keyFile())
        : new KeyFile(
            config.keyFile(),
            config
                .keyId()
                .orElseThrow(() ->
                    new IllegalArgumentException(
                        property + ".key-id: is needed unless key-file is a folder")));
  }

  private static KeyFile newestIn(String property, Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> APPLES_NAME.matcher(name(file)).matches())
          .max(Comparator.comparing(KeyFile::modified).thenComparing(KeyFile::name))
          .map(file -> new KeyFile(file, keyIdIn(file)))
          .orElseThrow(() ->
              new IllegalArgumentException(
                  "%s: no file AuthKey_….p8 in the folder %s".formatted(property, folder)));
    } catch (IOException e) {
      throw new IllegalArgumentException("%s: cannot read %s".formatted(property, folder), e);
    }
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }

  private static String keyIdIn(Path file) {
    Matcher name = APPLES_NAME.matcher(name(file));
    return name.matches() ? name.group(1) : "";
  }

  /** A file that has just gone counts as the oldest. */
  private static FileTime modified(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      return FileTime.fromMillis(0);
    }
  }
}
