package io.tidings.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PositionTests {

    @Test
    void readsAPositionInALog() {
        Position position = Position.parse("scores-3.9f2c01ab@1841");

        assertThat(position).isEqualTo(new Position(new LogId("scores", 3, "9f2c01ab"), 1841));
        assertThat(position.source().namespace()).isEqualTo("scores");
    }

    @Test
    void readsAPositionAtANode() {
        assertThat(Position.parse("chat~node-1-ab12.x@0"))
                .isEqualTo(new Position(new NodeId("chat", "node-1-ab12.x"), 0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "scores-0.00000000@0",
                "s-1-2-3.ffffffff@999999999999999999",
                "a_-999999999.0a1b2c3d@1",
                "chat~n@12",
                "chat~a.b_c-D-1@12"
            })
    void comesBackFromItsText(String text) {
        assertThat(Position.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "@",
                "scores",
                "scores@1",
                "scores-3@1",
                "scores.9f2c01ab@1",
                "-3.9f2c01ab@1",
                "scores-.9f2c01ab@1",
                "scores-x.9f2c01ab@1",
                "scores-+3.9f2c01ab@1",
                "scores-1234567890.9f2c01ab@1",
                "scores-3.9F2C01AB@1",
                "scores-3.9f2c@1",
                "scores-3.9f2c01ab1@1",
                "scores-3.9f2c01ab@",
                "scores-3.9f2c01ab@-1",
                "scores-3.9f2c01ab@+1",
                "scores-3.9f2c01ab@1 ",
                "scores-3.9f2c01ab@١",
                "scores-3.9f2c01ab@1234567890123456789",
                "chat~@1",
                "chat~a b@1",
                "~node@1",
                "chat~a~b@1"
            })
    void refusesWhatIsNoPosition(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Position.parse(text))
                .withMessageMatching(".*: '?.*'? \\(expected: .*\\)");
    }

    @Test
    void refusesNumbersOutOfTheirRange() {
        LogId log = new LogId("scores", 0, "00000000");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Position(log, -1))
                .withMessage("offset: -1 (expected: >= 0)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LogId("scores", -1, "00000000"))
                .withMessage("partition: -1 (expected: >= 0)");
        assertThatIllegalArgumentException().isThrownBy(() -> new NodeId("chat", "n".repeat(129)));
    }

    @Test
    void writesAnEpochAsEightDigits() {
        assertThat(LogId.epoch(0)).isEqualTo("00000000");
        assertThat(LogId.epoch(-1)).isEqualTo("ffffffff");
        assertThat(LogId.epoch(0x9f2c01ab)).isEqualTo("9f2c01ab");
    }

    @Test
    void ordersLogsByNamespaceThenPartitionAsANumberThenEpoch() {
        assertThat(new LogId[] {
                    LogId.parse("a-2.00000000"),
                    LogId.parse("a-10.00000000"),
                    LogId.parse("a-10.00000001"),
                    LogId.parse("b-0.00000000")
                })
                .isSorted();
    }

    @Test
    void aLogIsTheSameOnlyIfAllOfItIs() {
        LogId log = LogId.parse("scores-3.9f2c01ab");

        assertThat(LogId.parse("scores-3.9f2c01ab")).isEqualTo(log).hasSameHashCodeAs(log);
        assertThat(LogId.parse("score-3.9f2c01ab")).isNotEqualTo(log);
        assertThat(LogId.parse("scores-4.9f2c01ab")).isNotEqualTo(log);
        assertThat(LogId.parse("scores-3.9f2c01ac")).isNotEqualTo(log);
        assertThat((Object) log).isNotEqualTo(log.toString());
    }
}
