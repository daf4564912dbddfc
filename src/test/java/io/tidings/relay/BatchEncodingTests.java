package io.tidings.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tidings.relay.BatchFormatException.Reason;
import io.tidings.topic.Batch;
import io.tidings.topic.NodeId;
import io.tidings.topic.Position;
import io.tidings.topic.Topic;
import io.tidings.topic.Update;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchEncodingTests {

    /** What nodes of version 1 have written and will read: it must never change. */
    private static final String GOLDEN =
            // magic, version, length of the header, source, from, to - from, count
            "d7 01 00000016" + "11 73636f7265732d332e3966326330316162" + "b10e" + "04" + "02"
                    // length, flags: content type and headers; offset, time, key
                    + "0000002e" + "0a" + "00" + "d00f" + "0b 6e62612e6c616c2d626f73"
                    // content type, headers, body
                    + "0a 746578742f706c61696e" + "01 05 7472616365 06 61c3bc313a32" + "04 6c697665"
                    // length, flags: tombstone and the same content type; offset, time, no key
                    + "00000004" + "05" + "01" + "01" + "00";

    private final BatchDecoder decoder = new BatchDecoder();

    @Test
    void writesVersion1AsItHasAlwaysBeen() {
        assertThat(BatchEncoder.encode(golden())).isEqualTo(bytes(GOLDEN));
    }

    @Test
    void readsVersion1AsItHasAlwaysBeen() {
        assertSame(decoder.decode(bytes(GOLDEN)), golden());
    }

    @Test
    void givesBackWhatWasWritten() {
        Random random = new Random(17);
        for (int i = 0; i < 3_000; i++) {
            Batch batch = Batches.random(random);
            assertSame(decoder.decode(BatchEncoder.encode(batch)), batch);
        }
    }

    @Test
    void givesBackABatchOfNothingButHoles() {
        Batch holes = new Batch(Batches.LOG, 7, 5_000_000_000L, List.of());
        assertSame(decoder.decode(BatchEncoder.encode(holes)), holes);
    }

    @Test
    void givesTheSameTopicAndSourceAgain() {
        Update first =
                decoder.decode(BatchEncoder.encode(Batches.single(1))).updates().get(0);
        Update second =
                decoder.decode(BatchEncoder.encode(Batches.single(2))).updates().get(0);
        assertThat(second.topic()).isSameAs(first.topic());
        assertThat(second.position().source()).isSameAs(first.position().source());
    }

    @Test
    void tellsTheSameKeyInTwoNamespacesApart() {
        for (String namespace : List.of("a", "b", "a")) {
            NodeId source = new NodeId(namespace, "n-1");
            Batch batch = new Batch(source, 0, 1, List.of(Batches.update(source, 0, Batches.text("x"))));
            assertSame(decoder.decode(BatchEncoder.encode(batch)), batch);
        }
    }

    @Test
    void refusesToWriteATopicOfAnotherNamespace() {
        Update foreign = new Update(new Topic("scoresheet.a"), new Position(Batches.LOG, 0), 0, null, Map.of(), null);
        Batch batch = new Batch(Batches.LOG, 0, 1, List.of(foreign));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BatchEncoder.encode(batch))
                .withMessage("topic: 'scoresheet.a' (expected: in namespace scores)");
    }

    @Test
    void skipsFieldsAndFlagsOfALaterVersion() {
        String later = "d7 01 00000019" + "11 73636f7265732d332e3966326330316162" + "b10e" + "04" + "02" + "ffeedd"
                + "00000009" + "f87f" + "00" + "d00f" + "00" + "00 00" + "ab" + "00000004" + "01" + "01" + "01" + "00";
        Batch batch = decoder.decode(bytes(later));
        assertThat(batch.updates())
                .extracting(update -> update.position().offset())
                .containsExactly(1841L, 1843L);
        assertThat(batch.updates().get(0).body()).isEmpty();
        assertThat(batch.updates().get(1).isDeletion()).isTrue();
    }

    @Test
    void refusesAnotherMajorVersion() {
        byte[] body = BatchEncoder.encode(Batches.single(1));
        body[1] = 2;
        assertRefused(body, Reason.VERSION, "version: 2 (expected: 1)");
    }

    @ParameterizedTest
    @CsvSource({
        "'', bytes: 0 left",
        "68656c6c6f, first byte: 104",
        "d7, bytes: 0 left",
        "d701ffffffff, length: -1",
        "d7017fffffff, length: 2147483647",
        "d7010000000500000000 00, log",
        "d701000000020561, count: 5",
        "d70100000004 02c3bc 00, log",
        "d701000000041173636f, count: 17",
    })
    void refusesWhatIsNoBatch(String hex, String message) {
        assertRefused(bytes(hex), Reason.MALFORMED, message);
    }

    @ParameterizedTest
    @CsvSource({
        "b10e 04 ffffffff0f, updates: 4294967295",
        "b10e 04 ffffffffffffffffff01, number: over 63 bits",
        "b10e 04 8080808080808080808001, number: over 10 bytes",
        "ffffffffffffffff7f 01 00, long overflow",
        "b10e 04 01, updates: 1",
    })
    void refusesNumbersThatCannotBe(String numbers, String message) {
        byte[] rest = bytes(numbers);
        String header = "11 73636f7265732d332e3966326330316162" + HexFormat.of().formatHex(rest);
        String length = HexFormat.of().toHexDigits(18 + rest.length);
        assertRefused(bytes("d701" + length + header), Reason.MALFORMED, message);
    }

    @ParameterizedTest
    @CsvSource({
        "02 00 00 00 01ff 00, text: 1 bytes",
        "02 00 00 00 010a 00, content type: has a CR",
        "08 00 00 00 02 0161 0162 0161 0163 00, header: one twice",
        "08 00 00 00 ffffffff07 0161 0162 00, count: 2147483647",
        "08 00 00 00 01 0161 0100 00, header: has a CR",
        "00 00 00 022e2e 000000, topic",
        "00 00 00 00 ffffffff07 0000, count: 2147483647",
        "00 04 00 00 00 0000000000, update",
        "00 ffffffffffffffff7f 00 00 00, long overflow",
        "00 00 00 00 08 616161, count: 8",
    })
    void refusesAnUpdateThatCannotBe(String update, String message) {
        byte[] fields = bytes(update);
        String body = "d70100000016" + "1173636f7265732d332e3966326330316162" + "b10e0401"
                + HexFormat.of().toHexDigits(fields.length)
                + HexFormat.of().formatHex(fields);
        assertRefused(bytes(body), Reason.MALFORMED, message);
    }

    @Test
    void refusesBytesAfterTheEnd() {
        byte[] body = BatchEncoder.encode(Batches.single(1));
        assertRefused(Arrays.copyOf(body, body.length + 1), Reason.MALFORMED, "bytes: 1 after the last update");
    }

    @Test
    void refusesEveryTruncation() {
        byte[] body = BatchEncoder.encode(golden());
        for (int length = 0; length < body.length; length++) {
            byte[] truncated = Arrays.copyOf(body, length);
            assertThatIllegalArgumentException().isThrownBy(() -> decoder.decode(truncated));
        }
    }

    @Test
    void neitherFailsOtherwiseNorHangsOnMutations() {
        Random random = new Random(4);
        int refused = 0;
        for (int i = 0; i < 30_000; i++) {
            byte[] body = BatchEncoder.encode(i % 2 == 0 ? golden() : Batches.single(i));
            for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
                body[random.nextInt(body.length)] = (byte) (random.nextBoolean() ? random.nextInt() : 0xFF);
            }
            try {
                decoder.decode(body);
            } catch (BatchFormatException e) {
                refused++;
            }
        }
        assertThat(refused).isBetween(7_500, 29_999);
    }

    private void assertRefused(byte[] body, Reason reason, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> decoder.decode(body))
                .withMessageStartingWith(message)
                .isInstanceOfSatisfying(
                        BatchFormatException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    private static Batch golden() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("trace", "a\u00fc1:2");
        Update live = new Update(
                new Topic("scores.nba.lal-bos"),
                new Position(Batches.LOG, 1841),
                1_000,
                "text/plain",
                headers,
                Batches.text("live"));
        Update tombstone =
                new Update(new Topic("scores"), new Position(Batches.LOG, 1843), 999, "text/plain", Map.of(), null);
        return new Batch(Batches.LOG, 1841, 1845, List.of(live, tombstone));
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    static void assertSame(Batch actual, Batch expected) {
        assertThat(actual.source()).isEqualTo(expected.source());
        assertThat(actual.from()).isEqualTo(expected.from());
        assertThat(actual.to()).isEqualTo(expected.to());
        assertThat(actual.updates().stream().map(BatchEncodingTests::fields))
                .isEqualTo(expected.updates().stream()
                        .map(BatchEncodingTests::fields)
                        .toList());
    }

    /** All that an update has, in a form whose parts are compared by value and headers by their order too. */
    private static List<?> fields(Update update) {
        return Arrays.asList(
                update.topic(),
                update.position(),
                update.timestamp(),
                update.contentType(),
                List.copyOf(update.headers().entrySet()),
                update.body() == null ? null : ByteBuffer.wrap(update.body()));
    }
}
