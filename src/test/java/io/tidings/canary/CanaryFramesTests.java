package io.tidings.canary;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidings.topic.LogId;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class CanaryFramesTests {

    private static final String FIRST = "MESSAGE\nsubscription:scores\nmessage-id:scores-3.0000000a@41\n"
            + "destination:/topic/scores.@%25canary\ntimestamp:1000\n\n\0";

    private static final String SECOND =
            "MESSAGE\nsubscription:scores\nmessage-id:scores-0.0000000a@7\ntimestamp:2000\ncontent-length:0\n\n\0";

    private final CanaryFrames frames = new CanaryFrames();

    @Test
    void beginsWithConnectAndASubscriptionToEachNamespace() {
        List<String> opening = CanaryFrames.opening(List.of("scores", "news"), Duration.ofSeconds(10));

        assertThat(opening).hasSize(3);
        assertThat(opening.get(0)).startsWith("CONNECT\n").contains("accept-version:1.2\n", "heart-beat:10000,10000\n");
        assertThat(opening.get(1)).startsWith("SUBSCRIBE\n").contains("destination:/topic/scores.@%25canary\n");
        assertThat(opening.get(2)).contains("destination:/topic/news.@%25canary\n");
    }

    @Test
    void readsTheLogAndTheTimeOfEachCanaryInAMessage() {
        assertThat(read("CONNECTED\nversion:1.2\n\n\0")).isEmpty();
        assertThat(read("\n")).isEmpty();
        assertThat(read(FIRST + "\n" + SECOND))
                .containsExactly(
                        new Arrival(new LogId("scores", 3, "0000000a"), 1000),
                        new Arrival(new LogId("scores", 0, "0000000a"), 2000));
    }

    @Test
    void readsAFrameThatComesInTwoMessages() {
        assertThat(read(FIRST.substring(0, 50))).isEmpty();
        assertThat(read(FIRST.substring(50))).hasSize(1);
    }

    @Test
    void failsWithWhatAnErrorSays() {
        assertThatThrownBy(() -> read("ERROR\nmessage:not ready\n\n\0"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("not ready");
    }

    private List<Arrival> read(String text) {
        return frames.read(text.getBytes(UTF_8));
    }
}
