package io.tidings.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidings.topic.IdempotencyHeader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdempotencyKeyTests {

    @Test
    void isTwentyTwoCharactersThatNeverChangeForAKey() {
        assertThat(IdempotencyKey.ofAdmin("8e03978e-40d5-43dd-bc93-6894a57f9324")
                        .value())
                .isEqualTo("6KNgsA6_Z6Uf9bb8HyCgoA")
                .matches(IdempotencyHeader::isLegal);
    }

    @Test
    void isTheSameQuotedOrNot() {
        assertThat(IdempotencyKey.ofAdmin("\"a-1\"")).isEqualTo(IdempotencyKey.ofAdmin("a-1"));
        assertThat(IdempotencyKey.ofAdmin("\"a\\\"b\\\\c\"")).isEqualTo(IdempotencyKey.ofAdmin("a\"b\\c"));
    }

    @Test
    void isAnotherForEachPublisher() {
        assertThat(IdempotencyKey.ofClient("ann", "k"))
                .isEqualTo(IdempotencyKey.ofClient("ann", "k"))
                .isNotEqualTo(IdempotencyKey.ofClient("ann", "k2"))
                .isNotEqualTo(IdempotencyKey.ofClient("annk", "k"))
                .isNotEqualTo(IdempotencyKey.ofClient("bob", "k"))
                .isNotEqualTo(IdempotencyKey.ofClient(null, "k"))
                .isNotEqualTo(IdempotencyKey.ofAdmin("k"));
        assertThat(IdempotencyKey.ofClient("admin", "k")).isNotEqualTo(IdempotencyKey.ofAdmin("k"));
        assertThat(IdempotencyKey.ofClient("anyone", "k")).isNotEqualTo(IdempotencyKey.ofClient(null, "k"));
        assertThat(IdempotencyKey.ofClient("a", "bc")).isNotEqualTo(IdempotencyKey.ofClient("ab", "c"));
    }

    @Test
    void sharesOneScopeAmongClientsWithoutName() {
        assertThat(IdempotencyKey.ofClient(null, "k")).isEqualTo(IdempotencyKey.ofClient(null, "k"));
    }

    @Test
    void takesTheLongestKey() {
        assertThat(IdempotencyKey.ofAdmin("x".repeat(255)))
                .isEqualTo(IdempotencyKey.ofAdmin('"' + "x".repeat(255) + '"'));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\"\"",
                "a b",
                "a, b",
                "\"a b\"",
                "a\n",
                "\u00fc",
                "\0",
                "\"a",
                "\"a\"b",
                "\"a\\\"",
                "\"a\";p=1"
            })
    void refusesWhatIsNoKey(String header) {
        assertThatThrownBy(() -> IdempotencyKey.ofAdmin(header))
                .isInstanceOf(InvalidPublicationException.class)
                .hasMessage("idempotency-key: malformed (expected: 1 to 255 visible ASCII characters)");
    }

    @Test
    void refusesAKeyThatIsTooLong() {
        assertThatThrownBy(() -> IdempotencyKey.ofClient("ann", "x".repeat(256)))
                .isInstanceOf(InvalidPublicationException.class);
    }
}
