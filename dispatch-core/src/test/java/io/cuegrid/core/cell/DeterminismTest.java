package io.cuegrid.core.cell;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What keeps deciding the same everywhere: no clock, no chance, no thread, no I/O, no order of hashes. */
final class DeterminismTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.cuegrid.core");

    @Test
    void shouldUseAgronaAndPlainJavaOnly() {
        classes()
                .that()
                .resideOutsideOfPackage("io.cuegrid.core.sbe..")
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                                "io.cuegrid.core..",
                                "org.agrona..",
                                "org.jspecify..",
                                "java.lang",
                                "java.lang.invoke..",
                                "java.lang.annotation..",
                                "java.util",
                                "java.util.function..",
                                "java.util.stream..",
                                "java.util.regex..",
                                "java.nio",
                                "java.nio.charset..")
                        .or(equivalentTo(TimeUnit.class)))
                .check(CLASSES);
    }

    @Test
    void shouldKnowNoClock() {
        noClasses()
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .dependOnClassesThat(resideInAnyPackage("java.time.."))
                .check(CLASSES);
    }

    @Test
    void shouldKnowNoChance() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(java.util.Random.class, java.util.SplittableRandom.class)
                .orShould()
                .callMethod(java.util.UUID.class, "randomUUID")
                .orShould()
                .callMethod(Math.class, "random")
                .orShould()
                .callMethod(System.class, "identityHashCode", Object.class)
                .check(CLASSES);
    }

    @Test
    void shouldKnowNoThreads() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(Thread.class, ThreadLocal.class)
                .orShould()
                .dependOnClassesThat(resideInAnyPackage("java.util.concurrent..")
                        .and(DescribedPredicate.not(equivalentTo(TimeUnit.class))))
                .check(CLASSES);
    }

    @Test
    void shouldNotWalkInTheOrderOfHashes() {
        noClasses()
                .that()
                .resideInAPackage("io.cuegrid.core.cell..")
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(
                        java.util.HashMap.class,
                        java.util.HashSet.class,
                        java.util.IdentityHashMap.class,
                        java.util.WeakHashMap.class)
                .orShould()
                .callMethodWhere(com.tngtech.archunit.core.domain.JavaCall.Predicates.target(
                                com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With
                                        .<com.tngtech.archunit.core.domain.JavaClass>owner(
                                                resideInAnyPackage("org.agrona.collections..")))
                        .and(com.tngtech.archunit.core.domain.JavaCall.Predicates.target(
                                com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching(
                                        "iterator|keySet|values|entrySet|forEach|intForEach|longForEach|stream"))))
                .check(CLASSES);
    }
}
