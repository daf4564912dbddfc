package io.tidings.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidings.lab.Finding.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EphemeralFollowedTests {

    private final Ledger ledger = new Ledger();

    private final EphemeralFollowed followed = new EphemeralFollowed("e", "/topic/blink.#");

    @BeforeEach
    void publish() {
        for (int i = 0; i < 4; i++) {
            ledger.acknowledged("blink.a", ledger.begin("blink.a"));
        }
        followed.subscribe();
    }

    @Test
    void countsWhatIsMissingWithoutAFinding() {
        message(1, "blink~a-1@0");
        message(4, "blink~a-1@3");

        assertThat(followed.findings(ledger)).isEmpty();
        assertThat(followed.missed(ledger)).isEqualTo(2);
    }

    @Test
    void findsADoubleWithinASession() {
        message(1, "blink~a-1@0");
        message(1, "blink~a-1@0");

        assertThat(followed.findings(ledger)).extracting(Finding::kind).containsExactly(Kind.DOUBLED);
    }

    @Test
    void takesAgainFromAnotherNodeWhatTheLastSessionHad() {
        message(1, "blink~a-1@0");
        followed.subscribe();
        message(1, "blink~a-1@0");

        assertThat(followed.findings(ledger)).isEmpty();
    }

    @Test
    void findsWhatOneNodePublishedOutOfOrder() {
        message(2, "blink~a-1@1");
        message(1, "blink~a-1@0");

        assertThat(followed.findings(ledger)).extracting(Finding::kind).containsExactly(Kind.REORDERED);
    }

    @Test
    void takesWhatTwoNodesPublishedInAnyOrder() {
        message(2, "blink~b-1@0");
        message(1, "blink~a-1@0");

        assertThat(followed.findings(ledger)).isEmpty();
    }

    private void message(long number, String position) {
        followed.message(new StompFrame(
                "MESSAGE",
                Map.of("destination", "/topic/blink.a", "message-id", position),
                Body.of("", number).getBytes(StandardCharsets.UTF_8)));
    }
}
