package dev.backstep;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.GeneralCodingRules;
import dev.backstep.internal.engine.Attempt;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** What may know what. */
class ArchitectureTest {

  private static final JavaClasses CORE = core();

  private static final Set<String> CLOCKS =
      Set.of("now", "currentTimeMillis", "nanoTime", "sleep", "systemUTC", "systemDefaultZone");

  @Test
  void classes_whenImported_areThoseOfCore() {
    assertThat(CORE.contain(ImpalaBalancer.class)).isTrue();
    assertThat(CORE.contain(Attempt.class)).isTrue();
    assertThat(CORE.contain(ArchitectureTest.class)).isFalse();
  }

  @Test
  void packages_whenTheyKnowEachOther_makeNoCycle() {
    slices().matching("dev.backstep.(**)").should().beFreeOfCycles().check(CORE);
    noClasses()
        .that()
        .resideInAPackage("dev.backstep..")
        .and()
        .resideOutsideOfPackage("dev.backstep")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.backstep")
        .because("the builders know everything and nothing knows them")
        .check(CORE);
  }

  @Test
  void publicSignatures_whenOutsideTheAccess_showNoTypeOfAws() {
    assertThat(shown(type -> !type.getPackageName().equals("dev.backstep.aws"), "software.amazon"))
        .isEmpty();
    assertThat(shown(type -> true, "software.amazon")).isNotEmpty();
  }

  @Test
  void publicSignatures_whenNotInternal_showNoTypeOfAToolOrOfTheInside() {
    assertThat(
            shown(
                type -> true,
                "com.fasterxml",
                "io.github.resilience4j",
                "org.immutables",
                "com.google",
                "org.apache",
                "org.slf4j",
                "dev.backstep.internal"))
        .isEmpty();
  }

  @Test
  void publicMembers_whenTheyTakeAnOptional_areNone() {
    List<String> takers =
        publicMembers(type -> true)
            .filter(JavaCodeUnit.class::isInstance)
            .map(JavaCodeUnit.class::cast)
            .filter(
                unit ->
                    unit.getRawParameterTypes().stream()
                        .anyMatch(type -> type.isEquivalentTo(Optional.class)))
            .filter(unit -> !isOfARecord(unit))
            .map(JavaMember::getFullName)
            .toList();

    assertThat(takers).isEmpty();
  }

  @Test
  void generatedValues_whenNotInternal_areNotPublic() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.backstep.internal..")
        .and()
        .haveSimpleNameStartingWith("Immutable")
        .should()
        .bePublic()
        .check(CORE);
  }

  @Test
  void engine_whenItRuns_knowsNothingOfAws() {
    noClasses()
        .that()
        .resideInAPackage("dev.backstep.internal.engine..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "software.amazon..",
            "dev.backstep.aws..",
            "dev.backstep.impala..",
            "dev.backstep.ami..",
            "dev.backstep.internal.aws..",
            "dev.backstep.internal.ec2..",
            "dev.backstep.internal.impala..",
            "dev.backstep.internal.ami..")
        .check(CORE);
  }

  @Test
  void time_whenAskedFor_comesFromTheTimeSource() {
    List<String> clocks =
        CORE.stream()
            .flatMap(type -> type.getAccessesFromSelf().stream())
            .filter(ArchitectureTest::readsAClock)
            .map(access -> access.getOriginOwner().getName())
            .distinct()
            .toList();

    assertThat(clocks).containsExactly("dev.backstep.plan.SystemTime");
    noClasses().should().dependOnClassesThat().areAssignableTo(Clock.class).check(CORE);
  }

  @Test
  void output_whenThereIsAny_isNotPrinted() {
    GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(CORE);
  }

  @Test
  void packages_whenTheyHaveClasses_areNullMarked() {
    List<String> unmarked =
        CORE.stream()
            .map(JavaClass::getPackage)
            .distinct()
            .filter(home -> !home.isAnnotatedWith(NullMarked.class))
            .map(home -> home.getName())
            .toList();

    assertThat(unmarked).isEmpty();
  }

  @Test
  void changes_whenMadeInAws_goThroughAnAttempt() {
    List<JavaAccess<?>> changes =
        sdkCalls().filter(call -> !call.getName().matches("(describe|get|list).*")).toList();

    assertThat(changes).hasSizeGreaterThan(8);
    assertThat(changes).allMatch(ArchitectureTest::isWithinChange, "is made within Attempt.change");
  }

  @Test
  void reads_whenAHandlerMakesThem_goThroughAnAttempt() {
    List<JavaAccess<?>> reads =
        sdkCalls()
            .filter(call -> call.getName().matches("(describe|get|list).*"))
            .filter(call -> !call.getOriginOwner().getSimpleName().endsWith("Reader"))
            .toList();

    assertThat(reads).hasSizeGreaterThan(4);
    assertThat(reads).allMatch(call -> isWithin(call, "read"), "is made within Attempt.read");
  }

  /** Only core itself: reading the clients of AWS would take most of a minute. */
  private static JavaClasses core() {
    ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
    return new ClassFileImporter()
        .withImportOption(new ImportOption.DoNotIncludeTests())
        .importPackages("dev.backstep");
  }

  private static Stream<JavaAccess<?>> sdkCalls() {
    return CORE.stream()
        .filter(type -> !type.getPackageName().equals("dev.backstep.aws"))
        .flatMap(type -> type.getAccessesFromSelf().stream())
        .filter(
            access ->
                access
                    .getTargetOwner()
                    .getName()
                    .matches("software\\.amazon\\.awssdk\\.services\\.\\w+\\.\\w+Client"));
  }

  private static boolean isWithinChange(JavaAccess<?> call) {
    return isWithin(call, "change");
  }

  /** In a lambda of a method that hands one to the attempt. */
  private static boolean isWithin(JavaAccess<?> call, String way) {
    return call.isDeclaredInLambda()
        && call.getOrigin().getMethodCallsFromSelf().stream()
            .anyMatch(
                other ->
                    other.getTargetOwner().isEquivalentTo(Attempt.class)
                        && other.getName().equals(way)
                        && !other.isDeclaredInLambda());
  }

  private static boolean readsAClock(JavaAccess<?> access) {
    return access.getTargetOwner().getPackageName().startsWith("java.")
        && CLOCKS.contains(access.getName());
  }

  private static List<String> shown(Predicate<JavaClass> where, String... packages) {
    return publicMembers(where)
        .flatMap(
            member ->
                types(member)
                    .flatMap(type -> type.getAllInvolvedRawTypes().stream())
                    .map(JavaClass::getBaseComponentType)
                    .filter(type -> Stream.of(packages).anyMatch(type.getName()::startsWith))
                    .map(type -> member.getFullName() + " shows " + type.getName()))
        .toList();
  }

  private static Stream<JavaMember> publicMembers(Predicate<JavaClass> where) {
    return CORE.stream()
        .filter(type -> !type.getPackageName().startsWith("dev.backstep.internal"))
        .filter(ArchitectureTest::isVisible)
        .filter(where)
        .flatMap(type -> type.getMembers().stream())
        .filter(
            member ->
                member.getModifiers().contains(JavaModifier.PUBLIC)
                    || member.getModifiers().contains(JavaModifier.PROTECTED))
        .filter(member -> !member.getModifiers().contains(JavaModifier.SYNTHETIC));
  }

  private static boolean isVisible(JavaClass type) {
    return type.getModifiers().contains(JavaModifier.PUBLIC)
        && type.getEnclosingClass().map(ArchitectureTest::isVisible).orElse(true);
  }

  private static Stream<JavaType> types(JavaMember member) {
    if (member instanceof JavaField field) {
      return Stream.of(field.getType());
    }
    JavaCodeUnit unit = (JavaCodeUnit) member;
    return Stream.of(
            unit.getParameterTypes().stream(),
            Stream.of(unit.getReturnType()),
            unit.getExceptionTypes().stream().map(JavaType.class::cast),
            Stream.concat(
                unit.getOwner().getRawInterfaces().stream(),
                unit.getOwner().getRawSuperclass().stream()))
        .flatMap(types -> types.map(JavaType.class::cast));
  }

  /** A record is made from its components; what is optional in it is so in its constructor. */
  private static boolean isOfARecord(JavaCodeUnit unit) {
    return unit.isConstructor() && unit.getOwner().isRecord();
  }
}
