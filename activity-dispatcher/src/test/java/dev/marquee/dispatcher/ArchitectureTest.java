package dev.marquee.dispatcher;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import jakarta.inject.Inject;
import java.time.Instant;

@AnalyzeClasses(packages = "dev.marquee.dispatcher", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule theCoreImportsNobodyAndDoesNoIo =
      noClasses()
          .that()
          .resideInAPackage("..dispatcher.activity..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "..dispatcher.ingest..",
              "..dispatcher.delivery..",
              "..dispatcher.apns..",
              "..dispatcher.database..",
              "..dispatcher.operations..",
              "io.vertx..",
              "io.quarkus..",
              "org.apache.kafka..",
              "java.sql..",
              "java.nio.file..");

  @ArchTest
  static final ArchRule apnsKnowsNothingOfBookings =
      noClasses()
          .that()
          .resideInAPackage("..dispatcher.apns..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "..dispatcher.ingest..",
              "..dispatcher.activity..",
              "..dispatcher.delivery..",
              "..dispatcher.database..",
              "..dispatcher.operations..",
              "..contracts.booking..");

  @ArchTest
  static final ArchRule deliveryDoesNotKnowWhereFactsComeFrom =
      noClasses()
          .that()
          .resideInAPackage("..dispatcher.delivery..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("..dispatcher.ingest..", "..dispatcher.operations..");

  /** What is internal changes with any release. */
  @ArchTest
  static final ArchRule librariesAreUsedByTheirPublicFace =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.vertx..impl..", "io.netty..internal..");

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("dev.marquee.dispatcher.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule timeEntersByTheClock =
      noClasses()
          .should()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(Instant.class, "now");

  @ArchTest
  static final ArchRule dependenciesEnterByTheConstructor =
      noFields().should().beAnnotatedWith(Inject.class);
}
