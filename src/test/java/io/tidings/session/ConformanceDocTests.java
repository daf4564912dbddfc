package io.tidings.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/** The table of what the specifications ask for, and the tests that it names. */
class ConformanceDocTests {

    private static final Pattern ROW = Pattern.compile("\\| (all|1\\.\\d(?:, 1\\.\\d)*) \\| ([^|]+) \\| ([^|]+) \\|");

    private static final Pattern TEST = Pattern.compile("`(\\w+)\\.(\\w+)`");

    private static final List<Class<?>> TABLED =
            List.of(ConformanceOfFramesIT.class, ConformanceOfConnectingIT.class, ConformanceOfClientFramesIT.class);

    @Test
    void eachRowNamesATestThatThereIsOrSaysWhyNot() throws IOException {
        List<Matcher> rows = rows();

        assertThat(rows).hasSizeGreaterThan(50);
        assertThat(rows).allSatisfy(row -> {
            List<String> tests = tests(row.group(3));
            assertThat(tests.isEmpty()).as(row.group(2)).isEqualTo(row.group(3).startsWith("does not apply: "));
            assertThat(tests)
                    .allSatisfy(test -> assertThat(isTest(test)).as(test).isTrue());
        });
    }

    @Test
    void eachTestHasItsRow() throws IOException {
        List<String> named =
                rows().stream().flatMap(row -> tests(row.group(3)).stream()).toList();

        assertThat(TABLED.stream().flatMap(ConformanceDocTests::testsOf))
                .allSatisfy(test -> assertThat(named).contains(test));
    }

    private static List<Matcher> rows() throws IOException {
        return Files.readAllLines(Path.of("src/docs/conformance.md")).stream()
                .map(ROW::matcher)
                .filter(Matcher::matches)
                .toList();
    }

    private static List<String> tests(String cell) {
        return TEST.matcher(cell)
                .results()
                .map(result -> result.group(1) + '.' + result.group(2))
                .toList();
    }

    private static boolean isTest(String name) throws ClassNotFoundException {
        int dot = name.indexOf('.');
        Class<?> type = Class.forName(ConformanceDocTests.class.getPackageName() + '.' + name.substring(0, dot));
        return testsOf(type).anyMatch(name::equals);
    }

    private static Stream<String> testsOf(Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(ConformanceDocTests::isTest)
                .map(method -> type.getSimpleName() + '.' + method.getName());
    }

    private static boolean isTest(Method method) {
        return method.isAnnotationPresent(Test.class) || method.isAnnotationPresent(ParameterizedTest.class);
    }
}
