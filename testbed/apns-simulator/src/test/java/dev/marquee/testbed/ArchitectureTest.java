package dev.marquee.testbed;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;

@AnalyzeClasses(
    packages = "dev.marquee.testbed",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  /** APNs knows nothing of phones, as the real one knows nothing of what they show. */
  @ArchTest
  static final ArchRule APNS_KNOWS_NO_PHONES =
      noClasses()
          .that()
          .resideInAPackage("..apns..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("..phone..");

  @ArchTest
  static final ArchRule NO_CYCLES =
      slices().matching("dev.marquee.testbed.(*)..").should().beFreeOfCycles();

  /** Business time is settable; only latencies are measured, and they by the monotonic clock. */
  @ArchTest
  static final ArchRule TIME_IS_INJECTED =
      noClasses()
          .should()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(Instant.class, "now");
}
