package io.tidings.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.tidings.fanout.Deflation;
import io.tidings.fanout.Utf8;
import io.tidings.log.MemoryUpdateLog;
import io.tidings.topic.Update;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** The short way of SEND frames against the long one through Spring: nobody can tell which one they took. */
class SendPathsIT extends AbstractEdgeIT {

    private static final int CASES = 1_000;

    private static final String CONNECT = "CONNECT\naccept-version:1.2\nhost:h\n\n\0";

    @Autowired
    private StompLayer layer;

    @Autowired
    private Sessions sessions;

    @Autowired
    private SessionProperties properties;

    @Autowired
    private SessionMetrics metrics;

    @Autowired
    private MeterRegistry meters;

    @Autowired
    private MemoryUpdateLog log;

    private final List<Update> published = new CopyOnWriteArrayList<>();

    private StompEndpoint endpoint;

    private int taken;

    @BeforeEach
    void follow() {
        log.follow(batch -> published.addAll(batch.updates()));
        endpoint = new StompEndpoint(layer, sessions, new HeartBeats(properties), properties, metrics);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void comeToTheSameWhateverIsSent(long seed) throws Exception {
        RandomFrames frames = new RandomFrames(seed);
        int afterPublishing = 0;
        for (int i = 0; i < CASES; i++) {
            List<byte[]> messages = messages(frames);
            String shortWay = outcome(messages, true);
            String longWay = outcome(messages, false);
            assertThat(shortWay)
                    .as(() -> messages.stream()
                            .map(SendPathsIT::printable)
                            .toList()
                            .toString())
                    .isEqualTo(longWay);
            afterPublishing += longWay.contains("published [Update") ? 1 : 0;
        }
        assertThat(taken).as("messages that went the short way").isGreaterThan(CASES / 8);
        assertThat(afterPublishing).as("cases that published").isGreaterThan(CASES / 20);
    }

    @Test
    void refuseInTheSameWords() throws Exception {
        String outcome = outcome(List.of(bytes("SEND\ndestination:/topic/news.x\nreceipt:7\n\n{}\0")), true);

        assertThat(taken).isOne();
        assertThat(outcome)
                .contains("one that you may publish to", "receipt-id:7", "refused 1.0", "closed 1002")
                .contains("published []");
    }

    @Test
    void keepTheirOrderWithinASession() throws Exception {
        String outcome = outcome(
                List.of(
                        bytes("SEND\ndestination:/topic/chat.a\n\n1\0"),
                        bytes("SEND\ndestination:/topic/chat.\\t\n\n2\0"),
                        bytes("SEND\ndestination:/topic/chat.a\n\n3\0")),
                true);

        assertThat(taken).isOne();
        assertThat(outcome).contains("published [Update[chat.a null {} 1]]", "refused 1.0");
    }

    private List<byte[]> messages(RandomFrames frames) {
        byte[] message = frames.message();
        if (message.length > 1 && frames.oneIn(6)) {
            int cut = 1 + frames.nextInt(message.length - 1);
            return List.of(
                    Arrays.copyOf(message, cut), Arrays.copyOfRange(message, cut, message.length), frames.message());
        }
        return frames.oneIn(5) ? List.of(message, frames.message()) : List.of(message);
    }

    /** What comes of messages that a new session gets, with all that may differ between two ways left out. */
    private String outcome(List<byte[]> messages, boolean shortWay) throws Exception {
        published.clear();
        double refused = refused();
        EmbeddedChannel channel = new EmbeddedChannel();
        Principal user = () -> shortWay ? "user-1" : "user-2";
        NettySession session = endpoint.begin(
                channel,
                new NettySession.Handshake(
                        URI.create("/ws"), InetAddress.getLoopbackAddress(), "v12.stomp", user, Deflation.NONE));
        SessionHandler handler = new SessionHandler(session, endpoint);
        channel.pipeline().addLast(handler);
        channel.writeInbound(frame(bytes(CONNECT)));
        channel.releaseOutbound();
        send(session, channel, messages, shortWay);
        String outcome = written(channel) + "\npublished " + published() + "\nrefused " + (refused() - refused)
                + "\nphase " + session.stomp().phase() + " closed "
                + session.closeStatus().getCode();
        channel.close();
        channel.finishAndReleaseAll();
        return outcome;
    }

    private void send(NettySession session, EmbeddedChannel channel, List<byte[]> messages, boolean shortWay)
            throws Exception {
        WholeFrames whole = new WholeFrames(100, 16_384);
        for (byte[] message : messages) {
            if (shortWay) {
                taken += whole.waiting() == 0 && isTaken(session, message) ? 1 : 0;
                channel.writeInbound(frame(message));
                whole.add(message);
                while (whole.next() != null) {}
            } else if (session.isOpen()) {
                whole.add(message);
                for (byte[] frame = whole.next(); frame != null && session.isOpen(); frame = whole.next()) {
                    endpoint.received(session, frame);
                }
            }
            settle(session, channel);
        }
    }

    private static boolean isTaken(NettySession session, byte[] message) {
        return session.stomp().phase() == StompState.Phase.CONNECTED
                && new SendDecoder(100, 16_384).decode(Unpooled.wrappedBuffer(message), false) != null;
    }

    private static WebSocketFrame frame(byte[] message) {
        ByteBuf content = Unpooled.wrappedBuffer(message);
        return Utf8.isValid(message) ? new TextWebSocketFrame(content) : new BinaryWebSocketFrame(content);
    }

    private static void settle(NettySession session, EmbeddedChannel channel) {
        AtomicBoolean settled = new AtomicBoolean();
        session.stomp().whenPublished(() -> settled.set(true));
        Awaitility.await()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> {
                    channel.runPendingTasks();
                    return settled.get();
                });
    }

    /** Positions and session ids differ. */
    private static String written(EmbeddedChannel channel) {
        StringBuilder written = new StringBuilder();
        for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
            written.append(out.toString(StandardCharsets.ISO_8859_1));
            out.release();
        }
        return written.toString().replaceAll("@\\d+", "@N").replaceAll("[\\x80-\\xff].(?=RECEIPT)", "");
    }

    private List<String> published() {
        List<String> texts = new ArrayList<>();
        for (Update update : published) {
            texts.add("Update[" + update.topic() + ' ' + update.contentType() + ' '
                    + new TreeMap<>(update.withoutIdempotencyKey().headers()) + ' '
                    + new String(update.body(), StandardCharsets.ISO_8859_1) + ']');
        }
        return texts;
    }

    private double refused() {
        return meters.find("tidings.session.refused").counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String printable(byte[] message) {
        return new String(message, StandardCharsets.ISO_8859_1)
                .replace("\0", "^@")
                .replace("\r", "^M")
                .replace("\n", "^J\n");
    }
}
