package dev.marquee.registry.production;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Refuses to start in production with settings that are for a test bench, and names them all. */
@ApplicationScoped
class ProductionCheck {
  private final Config config;
  private final boolean production;

  ProductionCheck(
      Config config,
      @ConfigProperty(name = "marquee.production", defaultValue = "false") boolean production) {
    this.config = config;
    this.production = production;
  }

  void check(@Observes StartupEvent start) {
    List<String> unsafe = UnsafeSettings.in(config);
    if (production && !unsafe.isEmpty()) {
      throw new IllegalStateException(
          "marquee.production is true, and that forbids: " + String.join("; ", unsafe));
    }
  }
}
