package io.tidings.testing;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.opentest4j.TestAbortedException;

class RequiredTests {

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " ", ",", "chromium", "chromium, prometheus"})
    void skipsWithTheReasonWhenAMissingPartIsNotRequired(String text) {
        assertThatExceptionOfType(TestAbortedException.class)
                .isThrownBy(() -> Required.parse(text).check("rabbitmq", false, "no /usr/lib/rabbitmq"))
                .withMessageContaining("rabbitmq: no /usr/lib/rabbitmq");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rabbitmq", "chromium,rabbitmq", " rabbitmq , chromium ", "rabbitmq,"})
    void failsWhenAMissingPartIsRequired(String text) {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> Required.parse(text).check("rabbitmq", false, "no /usr/lib/rabbitmq"))
                .withMessageContaining("rabbitmq: no /usr/lib/rabbitmq")
                .withMessageContaining("TIDINGS_REQUIRE");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "rabbitmq"})
    void goesOnWhenThePartIsThere(String text) {
        assertThatCode(() -> Required.parse(text).check("rabbitmq", true, "")).doesNotThrowAnyException();
    }

    @Test
    void refusesToRequireAPartThatNoTestKnows() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Required.parse("rabbitmq,rabitmq"))
                .withMessage("part: 'rabitmq' (expected: one of [buildah, chromium, node, prometheus, rabbitmq])");
    }

    @Test
    void refusesToCheckAnUnknownPart() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Required.parse("").check("rabitmq", true, ""))
                .withMessageStartingWith("part: 'rabitmq'");
    }
}
