package dev.marquee.testbed;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@AnalyzeClasses(
    packages = "dev.marquee.testbed",
    importOptions = {ImportOption.DoNotIncludeTests.class, ImportOption.DoNotIncludeJars.class})
class ArchitectureTest {

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("dev.marquee.testbed.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule theStackKnowsNoStory =
      noClasses()
          .that()
          .resideInAPackage("..testbed.stack..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("..story..", "..evening..", "..page..", "..launch..", "..terminal..");

  @ArchTest
  static final ArchRule storiesKnowNoCommand =
      noClasses()
          .that()
          .resideInAnyPackage("..story..", "..evening..", "..page..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("..launch..");

  @ArchTest
  static final ArchRule timeComesFromAClock =
      noClasses()
          .should()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(Instant.class, "now");
}
