package mailctl;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("mailctl");

  /// What each package may know of ours, besides itself. `cli` and `app` may know everything.
  private static final Map<String, List<String>> MAY_KNOW =
      Map.ofEntries(
          Map.entry("daemon", List.of()),
          Map.entry("log", List.of()),
          Map.entry("trace", List.of()),
          Map.entry("provider", List.of()),
          Map.entry("message", List.of()),
          Map.entry("database", List.of()),
          Map.entry("csv", List.of()),
          Map.entry("suppression", List.of("csv", "database")),
          Map.entry("audience", List.of("suppression", "csv", "database")),
          Map.entry("campaign", List.of("audience", "message", "database")),
          Map.entry(
              "delivery",
              List.of(
                  "provider",
                  "audience",
                  "campaign",
                  "message",
                  "policy",
                  "suppression",
                  "database")),
          Map.entry("erasure", List.of("provider", "webhook", "suppression", "database")),
          Map.entry("policy", List.of("provider", "suppression", "database")),
          Map.entry("webhook", List.of("provider", "delivery", "suppression", "database")),
          Map.entry("sendgrid", List.of("provider")),
          Map.entry("doctor", List.of("inspect", "fence", "provider", "webhook", "database")),
          Map.entry("fence", List.of("database")),
          Map.entry("access", List.of("database")),
          Map.entry("metrics", List.of("inspect", "webhook", "delivery", "provider", "database")),
          Map.entry(
              "backfill", List.of("provider", "delivery", "webhook", "suppression", "database")),
          Map.entry("sandbox", List.of("sendgrid", "provider")),
          Map.entry("inspect", List.of("database")),
          Map.entry("report", List.of("inspect", "provider", "suppression", "database")),
          Map.entry("why", List.of("audience", "campaign", "inspect", "suppression", "database")),
          Map.entry(
              "http",
              List.of(
                  "provider",
                  "webhook",
                  "delivery",
                  "suppression",
                  "sandbox",
                  "inspect",
                  "access",
                  "trace",
                  "database")));

  static Stream<String> packages() {
    return MAY_KNOW.keySet().stream().sorted();
  }

  @ParameterizedTest
  @MethodSource("packages")
  void a_package_knows_only_what_it_may(String name) {
    List<String> allowed = new ArrayList<>(MAY_KNOW.get(name));
    allowed.add(name);
    String[] allowedPackages =
        allowed.stream().map(each -> "mailctl." + each + "..").toArray(String[]::new);
    noClasses()
        .that()
        .resideInAPackage("mailctl." + name + "..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("mailctl..").and(not(resideInAnyPackage(allowedPackages))))
        .check(CLASSES);
  }

  @Test
  void packages_have_no_cycles() {
    slices().matching("mailctl.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void picocli_stays_in_the_command_line() {
    noClasses()
        .that()
        .resideOutsideOfPackages("mailctl.cli..", "mailctl")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("picocli..")
        .check(CLASSES);
  }

  @Test
  void javalin_stays_in_http() {
    noClasses()
        .that()
        .resideOutsideOfPackage("mailctl.http..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.javalin..", "org.eclipse.jetty..", "jakarta.servlet..")
        .check(CLASSES);
  }

  @Test
  void sendgrids_client_stays_in_sendgrid() {
    noClasses()
        .that()
        .resideOutsideOfPackage("mailctl.sendgrid..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("com.sendgrid..", "org.apache.http..")
        .check(CLASSES);
  }

  @Test
  void opentelemetry_stays_in_trace() {
    noClasses()
        .that()
        .resideOutsideOfPackage("mailctl.trace..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.opentelemetry..")
        .check(CLASSES);
  }

  @Test
  void jooq_stays_in_stores() {
    noClasses()
        .that()
        .resideOutsideOfPackages("mailctl.database..", "mailctl.app..")
        .and()
        .haveNameNotMatching(".*Store(\\$.*)?")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.jooq..", "mailctl.database.schema..")
        .check(CLASSES);
  }

  @Test
  void only_main_knows_the_command_line() {
    noClasses()
        .that()
        .resideOutsideOfPackages("mailctl.cli..", "mailctl")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("mailctl.cli..")
        .check(CLASSES);
  }

  @Test
  void only_the_command_line_knows_the_composition_root() {
    noClasses()
        .that()
        .resideOutsideOfPackages("mailctl.cli..", "mailctl.app..", "mailctl")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("mailctl.app..")
        .check(CLASSES);
  }

  @Test
  void the_clock_is_passed_in() {
    noClasses()
        .should()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(LocalDate.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .check(CLASSES);
  }

  /// The clocks of hosts may differ by minutes: the database's decides.
  @Test
  void nothing_is_decided_by_this_machines_clock() {
    noClasses()
        .that()
        // Compares it; hands it to a wait without a due time; the sandbox is a world of its own.
        .doNotHaveFullyQualifiedName("mailctl.app.App")
        .and()
        .doNotHaveFullyQualifiedName("mailctl.app.Examination")
        .and()
        .doNotHaveFullyQualifiedName("mailctl.daemon.Schedule")
        .and()
        .doNotHaveFullyQualifiedName("mailctl.cli.SandboxCommand")
        .and()
        .doNotHaveFullyQualifiedName("mailctl.cli.DemoStage")
        .and()
        .doNotHaveFullyQualifiedName("mailctl.cli.Traffic")
        .should()
        .callMethod(InstantSource.class, "system")
        .orShould()
        .callMethod(Clock.class, "systemUTC")
        .orShould()
        .callMethod(Clock.class, "systemDefaultZone")
        .check(CLASSES);
  }

  @Test
  void nobody_prints_past_the_terminal() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("mailctl.cli.Terminal")
        .and()
        .doNotHaveFullyQualifiedName("mailctl.Main")
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .check(CLASSES);
  }

  @Test
  void only_main_ends_the_process() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("mailctl.Main")
        .should()
        .callMethod(System.class, "exit", int.class)
        .check(CLASSES);
  }

  @Test
  void commands_are_final_and_package_private() {
    classes()
        .that()
        .haveSimpleNameEndingWith("Command")
        .and()
        .resideInAPackage("mailctl.cli..")
        .should()
        .haveModifier(com.tngtech.archunit.core.domain.JavaModifier.FINAL)
        .andShould()
        .bePackagePrivate()
        .allowEmptyShould(true)
        .check(CLASSES);
  }
}
