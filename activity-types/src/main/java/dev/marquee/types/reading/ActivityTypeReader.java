package dev.marquee.types.reading;

import dev.marquee.types.definition.ActivityType;
import java.io.StringReader;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;

/** Reads an {@link ActivityType} from the text of its YAML file. Stateless; any thread. */
public final class ActivityTypeReader {
  private static final int LENGTH_LIMIT = 100_000;
  private static final int DEPTH_LIMIT = 12;

  private ActivityTypeReader() {}

  /**
   * The activity type that a YAML text defines.
   *
   * @param file what to call the text in errors
   * @throws MalformedTypeException with the file, the line and a sentence, when the text defines no
   *     type
   */
  public static ActivityType read(String file, String text) {
    return new TypeReader(new YamlMap(new YamlPlace(file, compose(file, text)))).read();
  }

  private static Node compose(String file, String text) {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(LENGTH_LIMIT);
    options.setNestingDepthLimit(DEPTH_LIMIT);
    options.setMaxAliasesForCollections(0);
    try {
      Node root = new Yaml(new SafeConstructor(options)).compose(new StringReader(text));
      if (root == null) {
        throw new MalformedTypeException(file, 1, "there is nothing in it");
      }
      return root;
    } catch (MarkedYAMLException e) {
      Mark mark = e.getProblemMark();
      throw new MalformedTypeException(
          file, mark == null ? 1 : mark.getLine() + 1, "this is no YAML: " + e.getProblem());
    } catch (YAMLException e) {
      throw new MalformedTypeException(file, 1, "this is no YAML: " + e.getMessage());
    }
  }
}
