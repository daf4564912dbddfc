package io.tidings.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SendDecoderTests {

    private static final String TO_CHAT = "SEND\ndestination:/topic/chat.a\n";

    private final SendDecoder decoder = new SendDecoder(100, 16_384);

    @Test
    void readsAFrameAsItIs() {
        Send send = decode("SEND\r\ndestination:/topic/chat.a\r\ncontent-type:text/plain\r\nreceipt:7\r\n"
                        + "idempotency-key:k\r\nx-note:a:b\r\ncontent-length:3\r\n\r\na\0b\0\r\n")
                .get(0);

        assertThat(send.destination()).isEqualTo("/topic/chat.a");
        assertThat(send.contentType()).isEqualTo("text/plain");
        assertThat(send.receipt()).isEqualTo("7");
        assertThat(send.idempotencyKey()).isEqualTo("k");
        assertThat(send.headers()).isEqualTo(Map.of("x-note", "a:b"));
        assertThat(send.body()).isEqualTo(bytes("a\0b"));
    }

    @Test
    void takesTheFirstOfRepeatedHeaders() {
        Send send = decode(TO_CHAT + "destination:/topic/chat.b\nreceipt:1\nreceipt:2\nx:1\nx:2\n\n\0")
                .get(0);

        assertThat(send.destination()).isEqualTo("/topic/chat.a");
        assertThat(send.receipt()).isEqualTo("1");
        assertThat(send.headers()).isEqualTo(Map.of("x", "1"));
    }

    @Test
    void keepsNothingOfOneFrameForTheNext() {
        List<Send> sends = decode(TO_CHAT + "receipt:1\nx:1\ncontent-type:a/b\n\none\0\n" + TO_CHAT + "\ntwo\0");

        assertThat(sends).hasSize(2);
        assertThat(sends.get(1)).satisfies(send -> {
            assertThat(send.receipt()).isNull();
            assertThat(send.contentType()).isNull();
            assertThat(send.headers()).isEmpty();
            assertThat(send.body()).isEqualTo(bytes("two"));
        });
    }

    @Test
    void leavesOutHeartBeatsForTheyAreOfConnectAlone() {
        assertThat(decode(TO_CHAT + "heart-beat:a,b\n\n\0").get(0).headers()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n\n", ""})
    void takesHeartBeats(String beats) {
        assertThat(decode(beats)).isEmpty();
    }

    @Test
    void readsFramesThatAreLargerThanItsScratch() {
        String body = "x".repeat(100_000);

        assertThat(decode(TO_CHAT + "\n" + body + "\0").get(0).body()).isEqualTo(bytes(body));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CONNECT\n\n\0",
                "SEND\n\n\0",
                "SEND\ndestination:/app/a\n\n\0",
                "SEND \ndestination:/topic/chat.a\n\n\0",
                TO_CHAT + "transaction:t\n\n\0",
                TO_CHAT + "x:\\n\n\n\0",
                TO_CHAT + "x:\r\n\r\n\0\r",
                TO_CHAT + "no colon\n\n\0",
                TO_CHAT + ":no name\n\n\0",
                TO_CHAT + "content-type:none\n\n\0",
                TO_CHAT + "content-length:+1\n\nx\0",
                TO_CHAT + "content-length:2\n\nx\0",
                TO_CHAT + "content-length:0\n\nx\0",
                TO_CHAT + "content-length:9999999999\n\nx\0",
                TO_CHAT + "\nnot whole",
                TO_CHAT + "\nx\0" + TO_CHAT + "\nnot whole",
                TO_CHAT + "\nx\0DISCONNECT\n\n\0"
            })
    void leavesAllElseToTheOtherDecoder(String message) {
        assertThat(decode(message)).isNull();
    }

    @Test
    void leavesTextThatIsNotUtf8() {
        byte[] message = bytes(TO_CHAT + "\nx\0");
        message[message.length - 2] = (byte) 0xFF;

        assertThat(decoder.decode(Unpooled.wrappedBuffer(message), true)).isNull();
        assertThat(decoder.decode(Unpooled.wrappedBuffer(message), false)).hasSize(1);
    }

    private List<Send> decode(String message) {
        return decoder.decode(Unpooled.wrappedBuffer(bytes(message)), true);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
