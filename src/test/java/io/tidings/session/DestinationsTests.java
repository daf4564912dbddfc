package io.tidings.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.Principal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class DestinationsTests {

    private static final Principal ANN = () -> "ann";

    @Test
    void readsTopicsAndPatterns() {
        assertThat(Destinations.pattern("/topic/scores.*.final", null).text()).isEqualTo("scores.*.final");
        assertThat(Destinations.topic("/topic/scores.nba").name()).isEqualTo("scores.nba");
    }

    @ParameterizedTest
    @CsvSource({"ann, chat.@ann", "a.b, chat.@a%252Eb", "a/b, chat.@a%2Fb"})
    void leadsAUserToAQueueOfTheirOwn(String user, String topic) {
        assertThat(Destinations.pattern("/user/queue/chat", () -> user).text()).isEqualTo(topic);
    }

    @Test
    void refusesAUsersQueueToAnybody() {
        assertThatThrownBy(() -> Destinations.pattern("/user/queue/chat", null))
                .isInstanceOf(StompRefusal.class)
                .hasMessageContaining("has logged in");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "topic/a",
                "/topic/",
                "/topic/a b",
                "/topic/a..b",
                "/topic/#.a",
                "/user/queue/",
                "/user/queue/chat.#",
                "/user/queue/chat.*",
                "/user/bob/queue/chat",
                "/topic/a\nb"
            })
    void refusesWhatLeadsNowhere(String destination) {
        assertThatThrownBy(() -> Destinations.pattern(destination, ANN)).isInstanceOf(StompRefusal.class);
        assertThatThrownBy(() -> Destinations.topic(destination)).isInstanceOf(StompRefusal.class);
    }
}
