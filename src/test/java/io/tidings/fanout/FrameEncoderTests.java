package io.tidings.fanout;

import static io.tidings.fanout.RecordingOutbox.header;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.tidings.topic.Cursor;
import io.tidings.topic.Flow;
import io.tidings.topic.NodeId;
import io.tidings.topic.Position;
import io.tidings.topic.Topic;
import io.tidings.topic.TopicPattern;
import io.tidings.topic.Update;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.messaging.Message;

class FrameEncoderTests {

    private final FrameEncoder encoder = new FrameEncoder(UnpooledByteBufAllocator.DEFAULT);

    @Test
    void writesEveryHeaderThatTheProtocolNames() {
        Message<byte[]> frame = encode(group("sub-0"), Updates.update("scores.nba.lal-bos", 1841, "101:99"));

        assertThat(header(frame, "subscription")).isEqualTo("sub-0");
        assertThat(header(frame, "destination")).isEqualTo("/topic/scores.nba.lal-bos");
        assertThat(header(frame, "message-id")).isEqualTo("scores-3.9f2c01ab@1841");
        assertThat(header(frame, "timestamp")).isEqualTo("1700000000000");
        assertThat(header(frame, "content-type")).isEqualTo("text/plain");
        assertThat(header(frame, "content-length")).isEqualTo("6");
        assertThat(header(frame, "snapshot")).isNull();
        assertThat(header(frame, "deleted")).isNull();
        assertThat(header(frame, "ack")).isNull();
        assertThat(frame.getPayload()).asString().isEqualTo("101:99");
    }

    @Test
    void marksStateAndDeletions() {
        Update tombstone = new Update(new Topic("scores.a"), new Position(Updates.LOG, 7), 0, null, Map.of(), null);
        Message<byte[]> frame = encode(group("s"), tombstone, Marks.STATE);

        assertThat(header(frame, "snapshot")).isEqualTo("true");
        assertThat(header(frame, "deleted")).isEqualTo("true");
        assertThat(header(frame, "content-type")).isNull();
        assertThat(frame.getPayload()).isEmpty();
    }

    @Test
    void marksAGapAndWhereLiveBegins() {
        Cursor position = Cursor.of(Map.of(Updates.LOG, 9L));
        Message<byte[]> frame = encode(group("s"), Updates.update("scores.a", 7, "x"), new Marks(true, true, position));

        assertThat(header(frame, "snapshot")).isEqualTo("true");
        assertThat(header(frame, "gap")).isEqualTo("true");
        assertThat(header(frame, "position")).isEqualTo("scores-3.9f2c01ab@9");
    }

    @Test
    void tellsAGapOfATopicThatHasNoUpdate() {
        ByteBuf frames = encoder.buffer(1);
        encoder.appendGap(
                frames,
                group(new Group.Key(
                        "s", new FrameForm(null, StompVersion.V1_2, true), Deflation.NONE, Flow.EVERY_UPDATE)),
                new Marks(false, true, null));
        Message<byte[]> frame = frame(frames);

        assertThat(header(frame, "subscription")).isEqualTo("s");
        assertThat(header(frame, "destination")).isEqualTo("/topic/scores.#");
        assertThat(header(frame, "message-id")).isEqualTo("gap-1");
        assertThat(header(frame, "ack")).isEqualTo("gap-1");
        assertThat(header(frame, "content-length")).isEqualTo("0");
        assertThat(header(frame, "gap")).isEqualTo("true");
        assertThat(header(frame, "position")).isNull();
        assertThat(frame.getPayload()).isEmpty();
    }

    @Test
    void keepsAnEmptyBodyApartFromADeletion() {
        Message<byte[]> frame = encode(group("s"), Updates.update("scores.a", 0, ""));

        assertThat(header(frame, "deleted")).isNull();
        assertThat(header(frame, "content-length")).isEqualTo("0");
    }

    @Test
    void acknowledgesWhereTheSubscriptionAskedForIt() {
        Message<byte[]> frame = encode(
                group(new Group.Key(
                        "s", new FrameForm(null, StompVersion.V1_2, true), Deflation.NONE, Flow.EVERY_UPDATE)),
                Updates.update("scores.a", 5, "x"));

        assertThat(header(frame, "ack")).isEqualTo(header(frame, "message-id"));
    }

    @Test
    void showsTheDestinationThatWasSubscribedTo() {
        Message<byte[]> frame = encode(
                group(new Group.Key(
                        "s",
                        new FrameForm("/user/queue/inbox", StompVersion.V1_2, false),
                        Deflation.NONE,
                        Flow.EVERY_UPDATE)),
                Updates.update("inbox.@ann", 5, "x"));

        assertThat(header(frame, "destination")).isEqualTo("/user/queue/inbox");
    }

    @Test
    void escapesAsTheVersionAsks() {
        Update update = new Update(
                new Topic("scores.a:b"), new Position(Updates.LOG, 1), 1, null, Map.of("note", "a:b\\c"), new byte[0]);

        assertThat(text(StompVersion.V1_2, update)).contains("destination:/topic/scores.a\\cb\n", "note:a\\cb\\\\c\n");
        assertThat(text(StompVersion.V1_1, update)).contains("destination:/topic/scores.a\\cb\n", "note:a\\cb\\\\c\n");
        assertThat(text(StompVersion.V1_0, update)).contains("destination:/topic/scores.a:b\n", "note:a:b\\c\n");
    }

    @Test
    void sendsWhatIsNoTextInBinaryMessages() {
        RecordingOutbox outbox = new RecordingOutbox();
        outbox.write(encoder.encode(
                group("s"), List.of(Updates.update("scores.a", 1, "grüße"), Updates.update("scores.a", 2, new byte[] {
                    (byte) 0xC3, 0x28
                }))));
        outbox.flush();

        assertThat(outbox.messages())
                .extracting(RecordingOutbox.WebSocketMessage::opcode)
                .containsExactly(WebSocketFrames.TEXT, WebSocketFrames.BINARY);
        assertThat(outbox.frames().get(1).getPayload()).containsExactly(0xC3, 0x28);
    }

    @Test
    void givesEachGroupItsOwnThoughTheyShareTheWork() {
        List<Update> first = List.of(Updates.update("scores.a", 1, "one"), Updates.update("scores.a", 2, "two"));
        List<Update> second = List.of(first.get(0), Updates.update("scores.a", 2, "other"));
        FrameForm shown = new FrameForm("/user/queue/inbox", StompVersion.V1_2, false);

        assertThat(inShort(group("s"), first)).containsExactly("s one", "s two");
        assertThat(inShort(group("sub-17"), first)).containsExactly("sub-17 one", "sub-17 two");
        assertThat(inShort(group("sub-17"), second)).containsExactly("sub-17 one", "sub-17 other");
        assertThat(inShort(group("sub-17"), first.subList(0, 1))).containsExactly("sub-17 one");
        assertThat(header(
                        frame(encoder.encode(
                                group(new Group.Key("s", shown, Deflation.NONE, Flow.EVERY_UPDATE)),
                                first.subList(0, 1))),
                        "destination"))
                .isEqualTo("/user/queue/inbox");
    }

    private List<String> inShort(Group group, List<Update> updates) {
        RecordingOutbox outbox = new RecordingOutbox();
        outbox.write(encoder.encode(group, updates));
        outbox.flush();
        return outbox.frames().stream()
                .map(frame ->
                        header(frame, "subscription") + ' ' + new String(frame.getPayload(), StandardCharsets.UTF_8))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 60, 65_000, 65_536, 1_048_576})
    void writesMessagesOfEveryLength(int length) {
        byte[] body = "x".repeat(length).getBytes(StandardCharsets.US_ASCII);

        assertThat(encode(group("s"), Updates.update("scores.a", 0, body)).getPayload())
                .isEqualTo(body);
    }

    @Test
    void writesTheIdOfAnEphemeralUpdate() {
        Update update = new Update(
                new Topic("cursors.doc"),
                new Position(new NodeId("cursors", "node-1-5f3a"), Long.MAX_VALUE),
                -1,
                null,
                Map.of(),
                new byte[0]);
        Message<byte[]> frame = encode(group("s"), update);

        assertThat(header(frame, "message-id")).isEqualTo("cursors~node-1-5f3a@" + Long.MAX_VALUE);
        assertThat(header(frame, "timestamp")).isEqualTo("-1");
    }

    private Message<byte[]> encode(Group group, Update update) {
        return frame(encoder.encode(group, List.of(update)));
    }

    private Message<byte[]> encode(Group group, Update update, Marks marks) {
        ByteBuf frames = encoder.buffer(1);
        encoder.append(frames, group, update, marks);
        return frame(frames);
    }

    private static Message<byte[]> frame(ByteBuf frames) {
        RecordingOutbox outbox = new RecordingOutbox();
        outbox.write(frames);
        outbox.flush();
        return outbox.frames().get(0);
    }

    private String text(StompVersion version, Update update) {
        ByteBuf frames = encoder.encode(
                group(new Group.Key("s", new FrameForm(null, version, false), Deflation.NONE, Flow.EVERY_UPDATE)),
                List.of(update));
        String text = frames.toString(StandardCharsets.UTF_8);
        frames.release();
        return text;
    }

    private static Group group(String subscriptionId) {
        return group(new Group.Key(
                subscriptionId, new FrameForm(null, StompVersion.V1_2, false), Deflation.NONE, Flow.EVERY_UPDATE));
    }

    private static Group group(Group.Key key) {
        return new Group(new Interest(new TopicPattern("scores.#"), new LaneIndex()), key, null);
    }
}
