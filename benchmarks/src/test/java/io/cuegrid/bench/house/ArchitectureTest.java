package io.cuegrid.bench.house;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.Architectures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What may depend on what: the arrows between modules, and which module may use which library. */
final class ArchitectureTest {
    private static final String ROOT = "io.cuegrid";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    @Test
    void shouldKeepTheArrowsBetweenModules() {
        Architectures.layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .withOptionalLayers(true)
                .layer("api")
                .definedBy("io.cuegrid.api..")
                .layer("dispatch-core")
                .definedBy("io.cuegrid.core..")
                .layer("persistence-writer")
                .definedBy("io.cuegrid.persistence..")
                .layer("http-gateway")
                .definedBy("io.cuegrid.gateway..")
                .layer("grid-node")
                .definedBy("io.cuegrid.node..")
                .layer("host-daemon")
                .definedBy("io.cuegrid.host..")
                .layer("outline")
                .definedBy("io.cuegrid.outline..")
                .layer("benchmarks")
                .definedBy("io.cuegrid.bench..")
                .whereLayer("api")
                .mayNotAccessAnyLayer()
                .whereLayer("dispatch-core")
                .mayNotAccessAnyLayer()
                .whereLayer("persistence-writer")
                .mayOnlyAccessLayers("dispatch-core")
                .whereLayer("http-gateway")
                .mayOnlyAccessLayers("api")
                .whereLayer("grid-node")
                .mayOnlyAccessLayers("dispatch-core", "persistence-writer", "http-gateway", "api")
                .whereLayer("host-daemon")
                .mayOnlyAccessLayers("api")
                .whereLayer("outline")
                .mayOnlyAccessLayers("api")
                .whereLayer("benchmarks")
                .mayNotBeAccessedByAnyLayer()
                .check(CLASSES);
    }

    @Test
    void shouldBelongToAModule() {
        classes()
                .should()
                .resideInAnyPackage(
                        "io.cuegrid.api..",
                        "io.cuegrid.core..",
                        "io.cuegrid.persistence..",
                        "io.cuegrid.gateway..",
                        "io.cuegrid.node..",
                        "io.cuegrid.host..",
                        "io.cuegrid.outline..",
                        "io.cuegrid.bench..")
                .check(CLASSES);
    }

    @Test
    void shouldKeepDispatchCoreToAgronaAndSbe() {
        classes()
                .that()
                .resideInAPackage("io.cuegrid.core..")
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                        "io.cuegrid.core..",
                        "org.agrona..",
                        "org.jspecify..",
                        "java.lang..",
                        "java.util..",
                        "java.nio.."))
                .check(CLASSES);
    }

    @ParameterizedTest
    @CsvSource({
        "com.hazelcast..,io.cuegrid.node..",
        "net.openhft..,io.cuegrid.persistence..",
        "com.zaxxer..,io.cuegrid.persistence..",
        "org.flywaydb..,io.cuegrid.persistence..",
        "org.postgresql..,io.cuegrid.persistence..",
        "io.zonky..,io.cuegrid.persistence..",
        "io.javalin..,io.cuegrid.gateway..",
        "org.eclipse.jetty..,io.cuegrid.gateway..",
        "oshi..,io.cuegrid.host..",
        "com.auth0..,io.cuegrid.api.."
    })
    void shouldUseALibraryInOneModuleOnly(String library, String module) {
        noClasses()
                .that()
                .resideOutsideOfPackages(module, "io.cuegrid.bench..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .check(CLASSES);
    }

    @Test
    void shouldLeaveTheExitToMains() {
        noClasses()
                .that()
                .haveSimpleNameNotEndingWith("Main")
                .should()
                .callMethod(System.class, "exit", int.class)
                .because("only a main decides over its process")
                .check(CLASSES);
    }

    @Test
    void shouldNeitherDeserialiseNorScript() {
        noClasses()
                .should()
                .dependOnClassesThat(resideInAnyPackage("javax.script..", "java.beans.."))
                .orShould()
                .callConstructor(java.io.ObjectInputStream.class, java.io.InputStream.class)
                .because("bytes from outside never become objects of their own choice")
                .check(CLASSES);
    }
}
