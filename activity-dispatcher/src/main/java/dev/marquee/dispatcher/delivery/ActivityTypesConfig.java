package dev.marquee.dispatcher.delivery;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.Optional;

/** Which activity types there are beside the built-in one. */
@ConfigMapping(prefix = "marquee.activity-types")
public interface ActivityTypesConfig {

  /**
   * A folder of definitions, one YAML file each; files of other names and folders in it are left
   * alone. Read at start-up only: a wrong file stops it. A definition with the name of a built-in
   * type takes its place.
   */
  Optional<Path> folder();
}
