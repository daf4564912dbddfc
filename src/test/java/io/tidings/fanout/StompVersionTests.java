package io.tidings.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

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
}
