package io.tidings.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameScannerTests {

    private static final int[] LENGTHS = {0, 1, 5, 125, 126, 127, 300, 65_535, 65_536, 0, 70_000, 2};

    private final List<String> found = new ArrayList<>();

    private final FrameScanner scanner =
            new FrameScanner((opcode, bytes, from, to) -> found.add(describe(opcode, bytes, from, to)));

    @Test
    void findsAllFramesOfOneRead() {
        scanner.read(all());
        assertThat(found).isEqualTo(expected());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 129, 4_096})
    void findsFramesHoweverTheyAreCut(int piece) {
        ByteBuf all = all();
        while (all.isReadable()) {
            scanner.read(all.readSlice(Math.min(piece, all.readableBytes())));
        }
        assertThat(found).isEqualTo(expected());
    }

    @Test
    void findsFramesThatAreCutAtRandom() {
        Random random = new Random(4);
        for (int round = 0; round < 50; round++) {
            found.clear();
            ByteBuf all = all();
            while (all.isReadable()) {
                scanner.read(all.readSlice(Math.min(1 + random.nextInt(1 << random.nextInt(17)), all.readableBytes())));
            }
            assertThat(found).isEqualTo(expected());
        }
    }

    private static String describe(int opcode, ByteBuf bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            assertThat(bytes.getByte(i)).isEqualTo((byte) (i - from));
        }
        return opcode + ":" + (to - from);
    }

    private static List<String> expected() {
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < LENGTHS.length; i++) {
            expected.add((1 + i % 2) + ":" + LENGTHS[i]);
        }
        return expected;
    }

    private static ByteBuf all() {
        ByteBuf all = Unpooled.buffer();
        for (int i = 0; i < LENGTHS.length; i++) {
            writeFrame(all, 1 + i % 2, LENGTHS[i]);
        }
        return all;
    }

    private static void writeFrame(ByteBuf all, int opcode, int length) {
        all.writeByte(0x80 | opcode);
        if (length < 126) {
            all.writeByte(length);
        } else if (length < 65_536) {
            all.writeByte(126).writeShort(length);
        } else {
            all.writeByte(127).writeLong(length);
        }
        for (int i = 0; i < length; i++) {
            all.writeByte(i);
        }
    }
}
