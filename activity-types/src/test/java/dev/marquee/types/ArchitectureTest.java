package dev.marquee.types;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;

@AnalyzeClasses(packages = "dev.marquee.types", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule aDefinitionIsPlainData =
      classes()
          .that()
          .resideInAPackage("..types.definition..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("..types.definition..", "java..", "org.jspecify..");

  @ArchTest
  static final ArchRule onlyReadingKnowsYamlAndFiles =
      noClasses()
          .that()
          .resideOutsideOfPackage("..types.reading..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.yaml..", "java.nio.file..", "java.io..");

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("dev.marquee.types.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule nothingAsksForTheTime =
      noClasses()
          .should()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(Instant.class, "now");
}
