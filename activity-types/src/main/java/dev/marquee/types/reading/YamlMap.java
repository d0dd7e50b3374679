package dev.marquee.types.reading;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * A map of a YAML file, taken apart key by key. What was asked for is what it may have: {@link
 * #requireNothingElse} refuses the rest. Not thread-safe.
 */
final class YamlMap {
  private final YamlPlace place;
  private final Map<String, YamlPlace> keys = new LinkedHashMap<>();
  private final Map<String, YamlPlace> values = new LinkedHashMap<>();
  private final Set<String> asked = new LinkedHashSet<>();

  YamlMap(YamlPlace place) {
    this.place = place;
    if (!(place.node() instanceof MappingNode map)) {
      throw place.malformed(
          "keys and values are expected here, such as \"name: TicketAttributes\"");
    }
    for (NodeTuple entry : map.getValue()) {
      YamlPlace key = new YamlPlace(place.file(), entry.getKeyNode());
      if (!(entry.getKeyNode() instanceof ScalarNode scalar)) {
        throw key.malformed("a key is a word");
      }
      if (values.put(scalar.getValue(), new YamlPlace(place.file(), entry.getValueNode()))
          != null) {
        throw key.malformed("\"%s\" is there twice".formatted(scalar.getValue()));
      }
      keys.put(scalar.getValue(), key);
    }
  }

  YamlPlace place() {
    return place;
  }

  boolean has(String key) {
    asked.add(key);
    return values.containsKey(key);
  }

  @Nullable YamlPlace find(String key) {
    asked.add(key);
    return values.get(key);
  }

  YamlPlace require(String key) {
    YamlPlace value = find(key);
    if (value == null) {
      throw place.malformed("\"%s\" is missing".formatted(key));
    }
    return value;
  }

  /** What a key says, or a default. */
  <T> T get(String key, Function<YamlPlace, T> read, T fallback) {
    YamlPlace value = find(key);
    return value == null ? fallback : read.apply(value);
  }

  /** What a key says, or null. */
  <T> @Nullable T getOrNull(String key, Function<YamlPlace, T> read) {
    YamlPlace value = find(key);
    return value == null ? null : read.apply(value);
  }

  /** Every key with its value, in order; all of them count as asked for. */
  void forEach(BiConsumer<String, YamlPlace> each) {
    asked.addAll(values.keySet());
    values.forEach(each);
  }

  void requireNothingElse() {
    keys.forEach((name, key) -> {
      if (!asked.contains(name)) {
        throw key.malformed(
            "there is no \"%s\" here; there may be %s".formatted(name, String.join(", ", asked)));
      }
    });
  }

  /** What a constructor makes of all keys of this map; see {@link #buildPart}. */
  <T> T build(Supplier<T> constructor) {
    requireNothingElse();
    return buildPart(constructor);
  }

  /**
   * What a constructor of the definition makes of some keys of this map. Its objection begins with
   * the name of what is wrong, which tells the line.
   */
  <T> T buildPart(Supplier<T> constructor) {
    try {
      return constructor.get();
    } catch (IllegalArgumentException e) {
      String sentence = String.valueOf(e.getMessage());
      throw keys.getOrDefault(sentence.split("[ :]", 2)[0], place).malformed(sentence);
    }
  }
}
