package org.distributedactors.boot;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.Set;
import org.distributedactors.boot.actor.Actor;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.availability.LivenessState;
import org.springframework.context.annotation.Bean;

/// The house of the starter: `autoconfigure` knows all other packages, and none of them knows it.
class HouseTest {

    private static final String BASE = "org.distributedactors.boot";
    private static final Set<String> PACKAGES =
            Set.of(
                    "autoconfigure",
                    "context",
                    "actor",
                    "exclusive",
                    "actuate",
                    "health",
                    "metrics",
                    "discovery",
                    "state",
                    "jdbc",
                    "observation",
                    "overview",
                    "test",
                    "testcontainers");

    /// What stands where the annotation stands: the product, and no test, wherever it was compiled to.
    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .importUrl(Actor.class.getProtectionDomain().getCodeSource().getLocation());

    @Test
    void everyPackageIsInTheTable() {
        assertThat(CLASSES).isNotEmpty();
        assertThat(CLASSES.stream().map(JavaClass::getPackageName).distinct())
                .allMatch(name -> name.equals(BASE) || PACKAGES.contains(shortened(name)));
    }

    @Test
    void nothingKnowsAutoconfigure() {
        assertThat(
                        CLASSES.stream()
                                .filter(origin -> !isAutoconfigure(origin))
                                .flatMap(origin -> origin.getDirectDependenciesFromSelf().stream())
                                .filter(use -> isAutoconfigure(use.getTargetClass())))
                .isEmpty();
    }

    /// Connections, the listener and the port mapper are not in sight there: none of their losses is a reason to restart.
    @Test
    void onlyTheEndOfTheActorsSupervisorCanBreakTheLiveness() {
        assertThat(
                        CLASSES.stream()
                                .flatMap(origin -> origin.getDirectDependenciesFromSelf().stream())
                                .filter(use ->
                                        use.getTargetClass().isEquivalentTo(LivenessState.class))
                                .map(use -> use.getOriginClass().getSimpleName())
                                .distinct())
                .containsExactly("ActorLifecycle");
    }

    @Test
    void thereAreNoCycles() {
        slices().matching(BASE + ".(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void autoConfigurationsAreFinalAndShowNothing() {
        assertThat(CLASSES.stream().filter(type -> type.isAnnotatedWith(AutoConfiguration.class)))
                .isNotEmpty()
                .allSatisfy(type -> {
                    assertThat(type.getModifiers())
                            .contains(JavaModifier.PUBLIC, JavaModifier.FINAL);
                    assertThat(type.getMethods())
                            .noneMatch(
                                    method -> method.getModifiers().contains(JavaModifier.PUBLIC));
                });
    }

    @Test
    void beanMethodsReturnTheConcreteType() {
        assertThat(
                        CLASSES.stream()
                                .flatMap(type -> type.getMethods().stream())
                                .filter(method -> method.isAnnotatedWith(Bean.class))
                                .map(method -> method.getRawReturnType())
                                .filter(type -> type.getPackageName().startsWith(BASE)))
                .noneMatch(JavaClass::isInterface);
    }

    private static boolean isAutoconfigure(JavaClass type) {
        return type.getPackageName().equals(BASE + ".autoconfigure");
    }

    private static String shortened(String packageName) {
        return packageName.substring(Math.min(packageName.length(), BASE.length() + 1));
    }
}
