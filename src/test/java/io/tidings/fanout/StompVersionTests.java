package io.tidings.fanout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StompVersionTests {

    @Test
    void takesTheHighestVersionThatBothKnow() {
        assertThat(StompVersion.negotiate(Set.of("1.0", "1.1", "1.2", "2.0"))).contains(StompVersion.V1_2);
        assertThat(StompVersion.negotiate(Set.of("1.0", "1.1"))).contains(StompVersion.V1_1);
    }

    @Test
    void speaksTheFirstVersionWithAClientThatNamesNone() {
        assertThat(StompVersion.negotiate(Set.of())).contains(StompVersion.V1_0);
    }

    @Test
    void findsNoneForAClientOfTheFuture() {
        assertThat(StompVersion.negotiate(Set.of("3.0"))).isEmpty();
    }

    @Test
    void escapesWhatEachVersionEscapes() {
        assertThat(StompVersion.V1_2.escape("a\\b:c\nd\re")).isEqualTo("a\\\\b\\cc\\nd\\re");
        assertThat(StompVersion.V1_1.escape("a\\b:c\nd\re")).isEqualTo("a\\\\b\\cc\\nd\re");
        assertThat(StompVersion.V1_0.escape("a\\b:c")).isEqualTo("a\\b:c");
        assertThat(StompVersion.V1_2.escape("plain")).isSameAs("plain");
    }

    @Test
    void readsTheEscapesOfItsOwn() {
        assertThat(StompVersion.V1_2.unescape("a\\\\b\\cc\\nd\\re")).isEqualTo("a\\b:c\nd\re");
        assertThat(StompVersion.V1_1.unescape("a\\\\b\\cc\\nd")).isEqualTo("a\\b:c\nd");
        assertThat(StompVersion.V1_0.unescape("a\\b\\c\\t\\")).isEqualTo("a\\b\\c\\t\\");
        assertThat(StompVersion.V1_2.unescape("plain")).isSameAs("plain");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\t", "a\\", "\\\\\\", "\\N"})
    void refusesEscapesThatNoVersionKnows(String text) {
        assertThatThrownBy(() -> StompVersion.V1_2.unescape(text)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> StompVersion.V1_1.unescape(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void escapesACarriageReturnInTheLatestVersionAlone() {
        assertThatThrownBy(() -> StompVersion.V1_1.unescape("\\r")).hasMessage("after a backslash n, c or another");
    }
}
