package io.tidings.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidings.fanout.StompVersion;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.messaging.Message;
import org.springframework.messaging.simp.stomp.StompCommand;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;
import org.springframework.messaging.support.MessageHeaderAccessor;

class FrameDecoderTests {

    @ParameterizedTest
    @EnumSource
    void readsHeadersAndBody(StompVersion version) {
        List<Message<byte[]>> frames = decode(
                version,
                "\nSEND\r\ndestination:/topic/a\r\nx:1:2\r\ncontent-length:3\r\n\r\na\0b\0\r\n\nBEGIN\ntransaction:t\n\n\0");

        assertThat(frames).hasSize(2);
        StompHeaderAccessor send = accessor(frames.get(0));
        assertThat(send.getCommand()).isEqualTo(StompCommand.SEND);
        assertThat(send.getDestination()).isEqualTo("/topic/a");
        assertThat(send.getFirstNativeHeader("x")).isEqualTo("1:2");
        assertThat(frames.get(0).getPayload()).isEqualTo(bytes("a\0b"));
        assertThat(accessor(frames.get(1)).getFirstNativeHeader("transaction")).isEqualTo("t");
    }

    @ParameterizedTest
    @CsvSource({"V1_0,a\\nb\\cc\\\\d,a\\nb\\cc\\\\d", "V1_1,a\\cc\\\\d,a:c\\d", "V1_2,a\\cc\\\\d,a:c\\d"})
    void unescapesWhatTheVersionEscapes(StompVersion version, String sent, String meant) {
        assertThat(header(version, "x:" + sent)).isEqualTo(meant);
    }

    @ParameterizedTest
    @CsvSource({"V1_1,\\t", "V1_2,\\t", "V1_1,\\r", "V1_2,\\"})
    void refusesEscapesThatTheVersionDoesNotKnow(StompVersion version, String value) {
        assertRefused(decode(version, "SEND\nx:" + value + "\n\n\0"), "after a backslash");
    }

    @Test
    void trimsInTheFirstVersionAlone() {
        assertThat(header(StompVersion.V1_0, "x:  a b ")).isEqualTo("a b");
        assertThat(header(StompVersion.V1_1, "x:  a b ")).isEqualTo("  a b ");
        assertThat(header(StompVersion.V1_2, "x:  a b ")).isEqualTo("  a b ");
    }

    @Test
    void readsACarriageReturnInAValueUntilItIsForbidden() {
        assertThat(header(StompVersion.V1_0, "x:a\rb")).isEqualTo("a\rb");
        assertThat(header(StompVersion.V1_1, "x:a\rb")).isEqualTo("a\rb");
        assertRefused(decode(StompVersion.V1_2, "SEND\nx:a\rb\n\n\0"), "carriage return");
    }

    @Test
    void countsTheFirstOfRepeatedHeaders() {
        Message<byte[]> frame =
                decode(StompVersion.V1_2, "SEND\nx:1\nx:2\n\n\0").get(0);

        assertThat(accessor(frame).getNativeHeader("x")).containsExactly("1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"CONNECT", "STOMP"})
    void readsConnectWithoutEscapesAndWhatFollowsAsItAgrees(String command) {
        List<Message<byte[]>> frames = decode(
                StompVersion.V1_2,
                command + "\naccept-version:1.0\npasscode: a\\cb \n\n\0SUBSCRIBE\nid: x\\c \n\nbody\0");

        assertThat(accessor(frames.get(0)).getPasscode()).isEqualTo("a\\cb");
        assertThat(accessor(frames.get(1)).getFirstNativeHeader("id")).isEqualTo("x\\c");
        assertThat(frames.get(1).getPayload()).isEmpty();
    }

    @Test
    void trimsNothingOfAConnectOfALaterVersion() {
        Message<byte[]> frame = decode(StompVersion.V1_2, "CONNECT\naccept-version:1.1\npasscode: \\ \n\n\0")
                .get(0);

        assertThat(accessor(frame).getPasscode()).isEqualTo(" \\ ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "NONSENSE | command: 'NONSENSE'",
                "send | command: 'send'",
                "SUBSCRIBE/no colon | header: 'no colon'",
                "SUBSCRIBE/:no name | header: ':no name'",
                "CONNECT/heart-beat:5 | heart-beat: '5'",
                "CONNECT/heart-beat:-1,0 | heart-beat: '-1,0'",
                "SEND/content-length:x | content-length: 'x'",
                "SEND/content-length:-1 | content-length: '-1'",
                "SEND/content-length:+1 | content-length: '+1'",
                "SEND/content-length:1 | body: no NUL",
                "SEND/content-type:none | none"
            })
    void refusesWhatIsMalformed(String frame, String expected) {
        assertRefused(decode(StompVersion.V1_2, frame.replace('/', '\n') + "\n\n\0"), expected);
    }

    @ParameterizedTest
    @CsvSource({"V1_1", "V1_2"})
    void refusesABodyWhereThereMayBeNone(StompVersion version) {
        List<Message<byte[]>> frames = decode(version, "SUBSCRIBE\nid:1\nreceipt:r\n\nbody\0");

        assertRefused(frames, "none in SUBSCRIBE");
        assertThat(accessor(frames.get(0)).getReceipt()).isEqualTo("r");
    }

    @Test
    void keepsWhatCameBeforeAMalformedFrameAndDropsTheRest() {
        List<Message<byte[]>> frames =
                decode(StompVersion.V1_2, "BEGIN\ntransaction:t\n\n\0NONSENSE\n\n\0BEGIN\ntransaction:u\n\n\0");

        assertThat(frames).hasSize(2);
        MalformedFrame.check(frames.get(0));
        assertRefused(frames.subList(1, 2), "NONSENSE");
    }

    @Test
    void leavesOutHeartBeatsOfOtherFramesThanConnect() {
        assertThat(header(StompVersion.V1_2, "heart-beat:x\nx:1")).isEqualTo("1");
        assertThat(accessor(decode(StompVersion.V1_2, "SEND\nheart-beat:x\n\n\0")
                                .get(0))
                        .getFirstNativeHeader("heart-beat"))
                .isNull();
    }

    private static void assertRefused(List<Message<byte[]>> frames, String why) {
        assertThat(frames).hasSize(1);
        assertThatThrownBy(() -> MalformedFrame.check(frames.get(0)))
                .isInstanceOf(StompRefusal.class)
                .hasMessageContaining(why);
    }

    private static String header(StompVersion version, String line) {
        return accessor(decode(version, "SEND\n" + line + "\n\n\0").get(0)).getFirstNativeHeader("x");
    }

    private static List<Message<byte[]>> decode(StompVersion version, String frames) {
        return new FrameDecoder(ByteBuffer.wrap(bytes(frames)), version).decode();
    }

    private static StompHeaderAccessor accessor(Message<byte[]> frame) {
        return MessageHeaderAccessor.getAccessor(frame, StompHeaderAccessor.class);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
