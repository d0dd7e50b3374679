package dev.marquee.testbed.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A Helm chart as far as it can be understood without Helm: named templates are put in where they
 * are included, every block is taken once, and what a template computes becomes {@link
 * #PLACEHOLDER}.
 */
final class Chart {

  static final String PLACEHOLDER = "PLACEHOLDER";

  private static final Pattern COMMENT =
      Pattern.compile("\\{\\{-?\\s*/\\*.*?\\*/\\s*-?}}", Pattern.DOTALL);
  private static final Pattern ACTION = Pattern.compile("\\{\\{-?\\s*(.*?)\\s*-?}}");
  private static final Pattern DEFINE =
      Pattern.compile("\\{\\{-? define \"([^\"]+)\" -?}}\n(.*?)\n\\{\\{- end }}\n", Pattern.DOTALL);
  private static final Pattern INCLUDE =
      Pattern.compile("(?m)^ *\\{\\{-? ?include \"([^\"]+)\" [^|]*?(?:\\| nindent (\\d+) )?}}$");
  private static final Pattern ONLY_AN_ACTION = Pattern.compile("(?m)^\\s*\\{\\{[^{}]*}}\\s*\n");
  private static final Pattern VALUE = Pattern.compile("\\.Values\\.([A-Za-z0-9.]+)");

  private final Path directory;
  private final Map<String, String> named = new LinkedHashMap<>();
  private final Map<String, String> templates;

  Chart(Path directory) {
    this.directory = directory;
    String helpers = read("templates/_helpers.tpl");
    DEFINE.matcher(helpers).results().forEach(m -> named.put(m.group(1), m.group(2)));
    try (Stream<Path> files = Files.list(directory.resolve("templates"))) {
      this.templates =
          files
              .map(file -> file.getFileName().toString())
              .filter(file -> file.endsWith(".yaml"))
              .sorted()
              .collect(Collectors.toMap(file -> file, file -> read("templates/" + file)));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private String read(String file) {
    return COMMENT.matcher(Project.read(directory.resolve(file))).replaceAll("");
  }

  String file(String name) {
    return read(name);
  }

  Set<String> templateNames() {
    return templates.keySet();
  }

  /** The paths in the values that any template asks for. */
  Set<String> valuesAskedFor() {
    return allTemplates()
        .flatMap(text -> VALUE.matcher(text).results())
        .map(match -> match.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** How many blocks any template opens more often than it closes them; zero if none does. */
  List<Integer> openBlocks() {
    return allTemplates()
        .map(
            text -> ACTION.matcher(text).results().mapToInt(action -> depth(action.group(1))).sum())
        .toList();
  }

  private static int depth(String action) {
    return switch (action.split(" ", 2)[0]) {
      case "if", "range", "with", "define" -> 1;
      case "end" -> -1;
      case String _ -> 0;
    };
  }

  private Stream<String> allTemplates() {
    return Stream.concat(Stream.of(read("templates/_helpers.tpl")), templates.values().stream());
  }

  /** The template as YAML. Fails if it includes what is not defined. */
  String render(String template) {
    String text = expand(templates.getOrDefault(template, ""));
    text = ONLY_AN_ACTION.matcher(text).replaceAll("");
    return ACTION.matcher(text).replaceAll(PLACEHOLDER);
  }

  /** Innermost first, as Helm does: an include is indented with all that it includes. */
  private String expand(String text) {
    return INCLUDE.matcher(text).replaceAll(include -> Matcher.quoteReplacement(included(include)));
  }

  private String included(MatchResult include) {
    String body = named.get(include.group(1));
    if (body == null) {
      throw new AssertionError("No template defines " + include.group(1));
    }
    int indent = include.group(2) == null ? 0 : Integer.parseInt(include.group(2));
    return expand(body).indent(indent).stripTrailing();
  }
}
