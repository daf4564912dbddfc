package io.tidings.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidings.fanout.StompVersion;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.messaging.Message;

class WholeFramesTests {

    private static final String SEND = "SEND\ndestination:/topic/chat.a\n\nbody\0";

    private final WholeFrames frames = new WholeFrames(100, 16_384);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\n",
                "\r\n\n",
                SEND,
                "\n" + SEND + "\r\n",
                "CONNECT\r\naccept-version:1.2\r\n\r\n\0",
                "SEND\ncontent-length:3\n\n\0\0\0\0",
                "SEND\r\ncontent-length:1\r\n\r\n\n\0",
                "SEND\ncontent-length:1\ncontent-length:9\n\nx\0",
                "SEND\ncontent-length:none\n\nx\0",
                "SEND\ncontent-length:-7\n\nx\0",
                "SEND\ncontent-length:+7\n\nx\0",
                "SEND\ncontent-length: 1 \n\nx\0",
                "SEND\ncontent-length:2147483647\n\nx\0",
                "SEND\ncontent-length:none\ncontent-length:9\n\nx\0",
                "SEND\ncontent-length:-7\ncontent-length:9\n\nx\0",
                "SEND\ncontent-length:\ncontent-length:9\n\nx\0",
                "NONSENSE\n\n\0"
            })
    void passesAWholeMessageOnAsItIs(String text) {
        byte[] message = bytes(text);

        frames.add(message);

        assertThat(frames.next()).isSameAs(message);
        assertThat(frames.next()).isNull();
        assertThat(frames.waiting()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "S",
                "SEND\n",
                "SEND\na:b",
                "SEND\na:b\n\n",
                "SEND\n\nbody",
                "SEND\ncontent-length:3\n\n\0\0\0",
                "SEND\ncontent-length:999999999\n\nx\0",
                "SEND\ncontent-length: 2 \n\nx\0",
                "SEND\0",
                "\r"
            })
    void keepsWhatIsNotWhole(String text) {
        assertThat(given(text)).isEmpty();
        assertThat(frames.waiting()).isEqualTo(text.length());
    }

    @Test
    void givesOutWhatIsWholeAndKeepsTheRest() {
        assertThat(given(SEND + "\nSEND\ncontent-le")).containsExactly(SEND + "\n");
        assertThat(given("ngth:2\n\n\0")).isEmpty();
        assertThat(given("\0\0" + SEND.substring(0, 7))).containsExactly("SEND\ncontent-length:2\n\n\0\0\0");
        assertThat(given(SEND.substring(7))).containsExactly(SEND);
        assertThat(frames.waiting()).isZero();
    }

    @Test
    void givesOutTheFramesOfAMessageOneByOne() {
        assertThat(given("\n" + SEND + "\r\n\n" + SEND + SEND + "\n\r"))
                .containsExactly("\n" + SEND + "\r\n\n", SEND, SEND + "\n");
        assertThat(given("\n")).containsExactly("\r\n");
    }

    @Test
    void addsToFramesThatAreNotYetTaken() {
        frames.add(bytes(SEND + SEND));
        assertThat(text(frames.next())).isEqualTo(SEND);

        assertThat(given("\nSEND\n\n\0")).containsExactly(SEND + "\n", "SEND\n\n\0");
        assertThat(frames.waiting()).isZero();
    }

    /** However a stream is cut, the decoder understands what is given out, and nothing is left. */
    @Test
    void agreesWithTheDecoderHoweverTheStreamIsCut() {
        Random random = new Random(3);
        for (int round = 0; round < 300; round++) {
            byte[] stream = stream(random);
            WholeFrames pieces = new WholeFrames(100, 16_384);
            ByteArrayOutputStream got = new ByteArrayOutputStream();
            for (int from = 0; from < stream.length; ) {
                int to = Math.min(stream.length, from + 1 + random.nextInt(20));
                pieces.add(Arrays.copyOfRange(stream, from, to));
                for (byte[] whole = pieces.next(); whole != null; whole = pieces.next()) {
                    ByteBuffer decoded = ByteBuffer.wrap(whole);
                    new FrameDecoder(decoded, StompVersion.V1_2).decode();
                    assertThat(decoded.hasRemaining()).as("left by the decoder").isFalse();
                    got.writeBytes(whole);
                }
                from = to;
            }
            assertThat(pieces.waiting()).isZero();
            assertThat(decode(got.toByteArray())).isEqualTo(decode(stream));
        }
    }

    private List<String> given(String message) {
        frames.add(bytes(message));
        List<String> given = new ArrayList<>();
        for (byte[] whole = frames.next(); whole != null; whole = frames.next()) {
            given.add(text(whole));
        }
        return given;
    }

    private static byte[] stream(Random random) {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        for (int i = 0; i < 6; i++) {
            byte[] body = new byte[random.nextInt(30)];
            random.nextBytes(body);
            String eol = random.nextBoolean() ? "\n" : "\r\n";
            stream.writeBytes(
                    bytes("SEND" + eol + "destination:/topic/a" + eol + "content-length:" + body.length + eol + eol));
            stream.writeBytes(body);
            stream.write(0);
            stream.writeBytes(bytes("\n".repeat(random.nextInt(3))));
            stream.writeBytes(bytes(SEND));
        }
        return stream.toByteArray();
    }

    private static String decode(byte[] stream) {
        return new FrameDecoder(ByteBuffer.wrap(stream), StompVersion.V1_2)
                .decode().stream()
                        .map(Message::getPayload)
                        .map(Arrays::toString)
                        .collect(Collectors.joining());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
