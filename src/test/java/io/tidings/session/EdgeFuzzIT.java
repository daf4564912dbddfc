package io.tidings.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import io.tidings.testing.Complaints;
import io.tidings.testing.Conversation;
import io.tidings.testing.Fuzz;
import io.tidings.testing.Randomly;
import io.tidings.testing.RawWebSocket;
import io.tidings.testing.RawWebSocket.Frame;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

/** Random bytes of clients, on real sockets, beside clients that do nothing wrong. */
@TestPropertySource(properties = {"tidings.session.deflate.enabled=true", "tidings.session.max-message-size=64KB"})
class EdgeFuzzIT extends AbstractHostileClientIT {

    private static final Set<Integer> CLOSE_CODES = Set.of(1000, 1002, 1005, 1007, 1009, 1013);

    private static final Set<String> COMMANDS = Set.of("CONNECTED", "RECEIPT", "MESSAGE", "ERROR");

    /** What the messages that strangers send may keep, at the most, of the pooled memory. */
    private static final long MAX_DIRECT_BYTES = 256L << 20;

    private static final int PORTION = 50;

    @Autowired
    private MeterRegistry meters;

    private final Complaints complaints = new Complaints();

    private ResourceLeakDetector.Level before;

    private Witness witness;

    private double refusals;

    @BeforeEach
    void watch() {
        before = ResourceLeakDetector.getLevel();
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
        witness = Witness.connect(port());
    }

    @AfterEach
    void stopWatching() {
        witness.close();
        complaints.close();
        ResourceLeakDetector.setLevel(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"edge", "edge-deflate"})
    void nothingThatClientsSendAfterTheHandshakeDoesHarm(String name) {
        String extension = name.equals("edge") ? "" : "Sec-WebSocket-Extensions: permessage-deflate\r\n";
        checkAll();
        Fuzz.of(name, 150).every(PORTION, number -> checkAll()).run(EdgeFuzzIT::pieces, it -> check(extension, it));
        System.gc(); // What was leaked is told of when it has been collected.
        checkAll();
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
        assertThat(complaints.all()).isEmpty();
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
        text.substring(0, end).lines().skip(1).forEach(line -> assertThat(line).contains(":"));
        assertThat(text.charAt(text.length() - 1)).isEqualTo('\0');
        if (command.equals("ERROR")) {
            refusals++;
            assertThat(text).contains("\nmessage:").doesNotContain("internal error", "io.tidings", "Exception");
        }
        return command.equals("ERROR");
    }

    private void checkAll() {
        await().atMost(Duration.ofSeconds(20)).until(() -> sessions().all().size() == witness.sessions());
        witness.testify();
        assertThat(complaints.all()).isEmpty();
        assertThat(meters.get("tidings.session.open").gauge().value()).isEqualTo(witness.sessions());
        assertThat(counted()).isGreaterThanOrEqualTo(refusals);
        assertThat(PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory()).isLessThan(MAX_DIRECT_BYTES);
    }

    private double counted() {
        return meters.find("tidings.session.refused").counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }

    private static String shown(List<Frame> frames) {
        return frames.stream().map(frame -> frame.opcode() + " " + frame.text()).toList().toString();
    }
}
