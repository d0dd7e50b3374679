package dev.marquee.contracts;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.marquee.contracts", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule producersNeedNeitherQuarkusNorKafka =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.quarkus..", "org.apache.kafka..", "io.vertx..", "io.smallrye..");

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("dev.marquee.contracts.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule theEnvelopeKnowsNoEvent =
      noClasses()
          .that()
          .resideInAPackage("..envelope..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("..booking..", "..token..", "..outcome..");
}
