package io.tidings;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.have;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.constructors;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMembers;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.modulith.core.ApplicationModules;

/** The rules that keep the packages what their {@code package-info} says they are. */
class ArchitectureTests {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.tidings");

    @Test
    void packagesUseOnlyWhatTheirPackageInfoAllows() {
        ApplicationModules.of(TidingsApplication.class).verify();
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("io.tidings.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void noPackageUsesTheRoot() {
        noClasses()
                .that(not(resideInAPackage("io.tidings")))
                .should()
                .dependOnClassesThat(resideInAPackage("io.tidings"))
                .check(CLASSES);
    }

    @Test
    void topicUsesNothingButJava() {
        classes()
                .that()
                .resideInAPackage("io.tidings.topic")
                .and()
                .doNotHaveSimpleName("package-info")
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage("java..", "org.jspecify.annotations", "io.tidings.topic"))
                .check(CLASSES);
    }

    @Test
    void kafkaIsUsedOnlyInLogAndIngest() {
        noClasses()
                .that(not(resideInAnyPackage("io.tidings.log..", "io.tidings.ingest..")))
                .should()
                .dependOnClassesThat(resideInAnyPackage("org.apache.kafka..", "org.springframework.kafka.."))
                .check(CLASSES);
    }

    @Test
    void nettyIsUsedOnlyAtTheEdgeAndForTheLinkToTheBroker() {
        noClasses()
                .that(not(resideInAnyPackage(
                        "io.tidings.connection..",
                        "io.tidings.session..",
                        "io.tidings.fanout..",
                        "io.tidings.relay..")))
                .should()
                .dependOnClassesThat(resideInAnyPackage("io.netty..", "reactor.netty.."))
                .check(CLASSES);
    }

    @Test
    void brokerLinkIsUsedOnlyInRelay() {
        noClasses()
                .that(not(resideInAPackage("io.tidings.relay..")))
                .should()
                .dependOnClassesThat(resideInAnyPackage("org.springframework.messaging.tcp.."))
                .check(CLASSES);
    }

    @Test
    void namesSayHowRatherThanImplOrUtils() {
        noClasses()
                .should()
                .haveNameMatching(".*(Impl|Utils?|Helper|Manager)(\\$.*)?")
                .check(CLASSES);
    }

    @Test
    void dependenciesComeThroughTheConstructor() {
        noMembers()
                .should()
                .beAnnotatedWith(describe(
                        "injection",
                        annotation -> List.of("Autowired", "Inject", "Resource", "Value")
                                .contains(annotation.getRawType().getSimpleName())))
                .check(CLASSES);
    }

    @Test
    void constructorsTakeAtMostFiveParameters() {
        constructors()
                .that()
                .areDeclaredInClassesThat(not(describe("records", JavaClass::isRecord)))
                .and()
                .areDeclaredInClassesThat(describe("top level", JavaClass::isTopLevelClass))
                .should(have(atMostFiveParameters()))
                .check(CLASSES);
    }

    @ParameterizedTest
    @MethodSource("sourceFiles")
    void sourceFilesHaveAtMost400Lines(Path file) throws IOException {
        assertThat(Files.readAllLines(file)).hasSizeLessThanOrEqualTo(400);
    }

    @ParameterizedTest
    @MethodSource("mainPackages")
    void everyMainPackageSaysWhatItIsForAndIsNullMarked(Path folder) throws Exception {
        String source = Files.readString(folder.resolve("package-info.java"));
        String name = Path.of("src/main/java").relativize(folder).toString().replace('/', '.');

        assertThat(source).matches("(?s)/\\*\\* [A-Z][^\n]+\\. \\*/\n.*");
        assertThat(Class.forName(name + ".package-info").isAnnotationPresent(NullMarked.class))
                .isTrue();
    }

    static List<Path> sourceFiles() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src"))) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .toList();
        }
    }

    static List<Path> mainPackages() throws IOException {
        return sourceFiles().stream()
                .filter(file -> file.startsWith("src/main/java"))
                .map(Path::getParent)
                .distinct()
                .toList();
    }

    private static DescribedPredicate<JavaConstructor> atMostFiveParameters() {
        return describe(
                "at most 5 parameters",
                constructor -> constructor.getRawParameterTypes().size() <= 5);
    }
}
