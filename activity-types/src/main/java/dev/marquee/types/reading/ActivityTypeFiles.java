package dev.marquee.types.reading;

import dev.marquee.types.definition.ActivityType;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Reads activity types from files. Blocks; any thread. */
public final class ActivityTypeFiles {
  private ActivityTypeFiles() {}

  /**
   * The activity type of a file.
   *
   * @throws MalformedTypeException with the file, the line and a sentence
   */
  public static ActivityType read(Path file) {
    try {
      return ActivityTypeReader.read(file.toString(), Files.readString(file));
    } catch (CharacterCodingException _) {
      throw new MalformedTypeException(file.toString(), "this is no UTF-8");
    } catch (IOException _) {
      throw new MalformedTypeException(
          file.toString(), "there is no such file, or it may not be read");
    }
  }

  /**
   * The activity types of all files {@code *.yaml} and {@code *.yml} of a folder, by name. Folders
   * in it are left alone.
   *
   * @throws MalformedTypeException for the first file that is wrong, or where two define one type
   */
  public static Map<String, ActivityType> readFolder(Path folder) {
    Map<String, ActivityType> types = new LinkedHashMap<>();
    Map<String, Path> definedIn = new LinkedHashMap<>();
    for (Path file : definitions(folder)) {
      ActivityType type = read(file);
      Path other = definedIn.put(type.name(), file);
      if (other != null) {
        throw new MalformedTypeException(
            file.toString(), "%s is defined in %s already".formatted(type.name(), other));
      }
      types.put(type.name(), type);
    }
    return types;
  }

  private static List<Path> definitions(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(ActivityTypeFiles::isDefinition).sorted().toList();
    } catch (IOException _) {
      throw new MalformedTypeException(
          folder.toString(), "there is no such folder, or it may not be read");
    }
  }

  private static boolean isDefinition(Path file) {
    String name = file.getFileName().toString();
    return Files.isRegularFile(file) && (name.endsWith(".yaml") || name.endsWith(".yml"));
  }
}
