package io.tidings.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidings.testing.Conversation;
import io.tidings.testing.Randomly;
import io.tidings.testing.RawWebSocket;
import io.tidings.testing.RawWebSocket.Frame;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random bytes of clients, on real sockets, beside clients that do nothing wrong. */
class EdgeFuzzIT extends AbstractFuzzIT {

    private static final Set<Integer> CLOSE_CODES = Set.of(1000, 1002, 1005, 1007, 1009, 1013);

    private static final Set<String> COMMANDS = Set.of("CONNECTED", "RECEIPT", "MESSAGE", "ERROR");

    @ParameterizedTest
    @ValueSource(strings = {"edge", "edge-deflate"})
    void nothingThatClientsSendAfterTheHandshakeDoesHarm(String name) {
        String extension = name.equals("edge") ? "" : "Sec-WebSocket-Extensions: permessage-deflate\r\n";
        fuzz(name, 150, EdgeFuzzIT::pieces, it -> check(extension, it));
    }

    private static List<byte[]> pieces(Random random) {
        return new HostileMessages(new Randomly(random)).writes();
    }

    private void check(String extension, List<byte[]> pieces) {
        byte[] upgrade = bytes("GET /ws HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" + extension + "\r\n");
        // Some clients wait for an answer, others are gone before there is one.
        int pause = pieces.get(0).length % 4 == 0 ? 20 : 0;
        Conversation conversation = Conversation.hold(port(), upgrade, pieces, pause);
        assertThat(complaints()).isEmpty();
        assertThat(conversation.status()).isEqualTo(101);
        checkFrames(conversation.frames());
    }

    private void checkFrames(List<Frame> frames) {
        boolean refused = false;
        for (int i = 0; i < frames.size(); i++) {
            Frame frame = frames.get(i);
            boolean closes = frame.opcode() == RawWebSocket.CLOSE;
            assertThat(closes)
                    .as("a close frame, after which nothing comes: %s", shown(frames))
                    .isEqualTo(closes && i == frames.size() - 1);
            if (closes) {
                assertThat(CLOSE_CODES.contains(frame.closeCode()) || isClientsOwn(frame.closeCode()))
                        .as("close code %s", frame.closeCode())
                        .isTrue();
            } else if (frame.opcode() != RawWebSocket.PONG && !frame.deflated()) {
                assertThat(refused).as("an ERROR before " + frame.text()).isFalse();
                refused = checkText(frame.text());
            }
        }
    }

    /** A close frame is answered with its own code. */
    private static boolean isClientsOwn(int code) {
        return code >= 1000 && code <= 1014 && code != 1011 || code >= 3000 && code <= 4999;
    }

    /** Answers whether it is an ERROR. */
    private boolean checkText(String text) {
        if (text.equals("\n")) {
            return false;
        }
        String command = text.lines().findFirst().orElse("");
        assertThat(COMMANDS).contains(command);
        int end = text.indexOf("\n\n");
        assertThat(end).as(text).isPositive();
        Arrays.stream(text.substring(0, end).split("\n"))
                .skip(1)
                .forEach(line -> assertThat(line).contains(":"));
        assertThat(text.charAt(text.length() - 1)).isEqualTo('\0');
        if (command.equals("ERROR")) {
            refused();
            assertThat(text).contains("\nmessage:").doesNotContain("internal error", "io.tidings", "Exception");
        }
        return command.equals("ERROR");
    }

    private static String shown(List<Frame> frames) {
        return frames.stream()
                .map(frame -> frame.opcode() + " " + frame.text())
                .toList()
                .toString();
    }
}
