package io.tidings.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AllowedHeadersTests {

    @Test
    void allowsItsNamesInAnyCase() {
        AllowedHeaders headers = new AllowedHeaders(List.of("Trace-Id", "event"));

        assertThat(headers.isAllowed("trace-id")).isTrue();
        assertThat(headers.isAllowed("EVENT")).isTrue();
        assertThat(headers.isAllowed("other")).isFalse();
    }

    @Test
    void allowsNothingWithoutNames() {
        assertThat(new AllowedHeaders(List.of()).isAllowed("event")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "destination",
                "Message-Id",
                "SUBSCRIPTION",
                "content-length",
                "receipt",
                "position",
                "gap",
                "since",
                "passcode",
                "idempotency-key",
                "Tidings-Idempotency-Key",
                "",
                "a b",
                "a:b",
                "a\nb",
                "é"
            })
    void refusesReservedAndIllegalNames(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AllowedHeaders(List.of(name)))
                .withMessageStartingWith("header: '");
    }

    @Test
    void boundsTheLengthOfNames() {
        assertThat(new AllowedHeaders(List.of("a".repeat(64))).isAllowed("a".repeat(64)))
                .isTrue();
        assertThatIllegalArgumentException().isThrownBy(() -> new AllowedHeaders(List.of("a".repeat(65))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\rb", "a\nb", "a\0b", "\n"})
    void refusesValuesThatBreakAHeaderLine(String value) {
        assertThat(AllowedHeaders.isLegalValue(value)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "a: b\\c\t", "é€"})
    void takesAllOtherValues(String value) {
        assertThat(AllowedHeaders.isLegalValue(value)).isTrue();
    }
}
