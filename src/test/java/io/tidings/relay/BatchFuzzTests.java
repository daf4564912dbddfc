package io.tidings.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidings.testing.Fuzz;
import io.tidings.testing.Randomly;
import io.tidings.topic.Batch;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Bodies from a broker that lies: each is a batch or refused, and the next one is read as if it had not been. */
class BatchFuzzTests {

    private static final List<byte[]> VARINTS = List.of(
            varint(0),
            varint(1),
            varint(Integer.MAX_VALUE),
            varint(1L << 31),
            varint(1L << 32),
            varint(Long.MAX_VALUE),
            varint(-1),
            new byte[] {-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1});

    private final BatchDecoder decoder = new BatchDecoder();

    @Test
    void readsOrRefusesWhateverComes() {
        Fuzz.of("batch", 20_000).run(BatchFuzzTests::body, body -> check(body.get(0)));
    }

    private void check(byte[] body) {
        try {
            Batch read = decoder.decode(body);
            BatchEncodingTests.assertSame(decoder.decode(BatchEncoder.encode(read)), read);
        } catch (BatchFormatException e) {
            assertThat(e.getMessage()).contains("expected").hasSizeLessThan(500);
        }
        Batch next = Batches.single(body.length);
        BatchEncodingTests.assertSame(decoder.decode(BatchEncoder.encode(next)), next);
    }

    private static List<byte[]> body(Random seeded) {
        Randomly random = new Randomly(seeded);
        byte[] body = BatchEncoder.encode(random.oneIn(3) ? Batches.random(seeded) : Batches.single(random.below(9)));
        return List.of(
                switch (random.below(5)) {
                    case 0 -> withLength(body, random);
                    case 1 -> withVarint(body, random);
                    case 2 -> spliced(body, BatchEncoder.encode(Batches.random(seeded)), random);
                    case 3 -> random.bytes(random.length(10_000));
                    default -> random.mutated(body);
                });
    }

    /** Four bytes that may be a length say something else. */
    private static byte[] withLength(byte[] body, Randomly random) {
        int at = random.oneIn(2) ? 2 : random.below(body.length - 3);
        int length = random.one(-1, Integer.MIN_VALUE, Integer.MAX_VALUE, 0, 1, body.length, body.length - at - 4);
        return ByteBuffer.wrap(body).putInt(at, length).array();
    }

    private static byte[] withVarint(byte[] body, Randomly random) {
        int at = 6 + random.below(body.length - 6);
        byte[] changed = Randomly.joined(
                Arrays.copyOf(body, at),
                random.one(VARINTS),
                Arrays.copyOfRange(body, Math.min(at + 1, body.length), body.length));
        // The part's length grows with it, or the number is cut off.
        return ByteBuffer.wrap(changed)
                .putInt(2, ByteBuffer.wrap(body).getInt(2) + (random.oneIn(2) ? changed.length - body.length : 0))
                .array();
    }

    private static byte[] spliced(byte[] one, byte[] other, Randomly random) {
        return Randomly.joined(
                Arrays.copyOf(one, random.below(one.length + 1)),
                Arrays.copyOfRange(other, random.below(other.length + 1), other.length));
    }

    private static byte[] varint(long value) {
        ByteBuffer bytes = ByteBuffer.allocate(10);
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            bytes.put((byte) (rest | 0x80));
            rest >>>= 7;
        }
        bytes.put((byte) rest);
        return Arrays.copyOf(bytes.array(), bytes.position());
    }
}
