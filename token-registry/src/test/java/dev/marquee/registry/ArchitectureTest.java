package dev.marquee.registry;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;

/** Which package may know which, and where time must not come from. */
@AnalyzeClasses(
    packages = "dev.marquee.registry",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule packagesKnowEachOtherInOneDirection =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("device")
          .definedBy("..registry.device..")
          .layer("rejection")
          .definedBy("..registry.rejection..")
          .layer("access")
          .definedBy("..registry.access..")
          .layer("outbox")
          .definedBy("..registry.outbox..")
          .layer("batch")
          .definedBy("..registry.batch..")
          .layer("problem")
          .definedBy("..registry.problem..")
          .layer("limit")
          .definedBy("..registry.limit..")
          .layer("production")
          .definedBy("..registry.production..")
          .layer("clock")
          .definedBy("..registry.clock..")
          .whereLayer("device")
          .mayOnlyAccessLayers("access", "batch", "outbox", "problem")
          .whereLayer("rejection")
          .mayOnlyAccessLayers("access", "outbox", "problem")
          .whereLayer("access")
          .mayOnlyAccessLayers("batch", "problem")
          .whereLayer("batch")
          .mayNotAccessAnyLayer()
          .whereLayer("outbox")
          .mayOnlyAccessLayers("problem")
          .whereLayer("problem")
          .mayNotAccessAnyLayer()
          .whereLayer("limit")
          .mayOnlyAccessLayers("access", "problem")
          .whereLayer("production")
          .mayNotAccessAnyLayer()
          .whereLayer("clock")
          .mayNotAccessAnyLayer();

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("dev.marquee.registry.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule timeIsInjected =
      noClasses()
          .should()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(Clock.class, "systemUTC");

  @ArchTest
  static final ArchRule nothingIsInjectedIntoFields =
      fields().should().notBeAnnotatedWith(Inject.class);
}
