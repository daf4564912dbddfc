package io.tidings.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.management.ThreadMXBean;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.tidings.testing.DeflatingClient;
import java.lang.management.ManagementFactory;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InflationTests {

    private static final int MOST = 100_000;

    /** RFC 7692, section 7.2.3: in one block, in an uncompressed one, in a final one, in two. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "f248cdc9c90700",
                "000500faff48656c6c6f00",
                "f348cdc9c9070000",
                "f348cdc9c90700",
                "f248050000 00ffffcac9c90700",
            })
    void inflatesTheExamplesOfTheSpecification(String hex) {
        assertThat(inflate(bytes(hex))).asString().isEqualTo("Hello");
    }

    @Test
    void inflatesAnEmptyMessage() {
        assertThat(inflate(bytes("00"))).isEmpty();
    }

    @Test
    void inflatesUpToTheBound() {
        byte[] message = new byte[MOST];
        new Random(1).nextBytes(message);

        assertThat(inflate(DeflatingClient.deflate(message))).isEqualTo(message);
    }

    @Test
    void refusesAMessageThatBecomesTooLongAndTakesNoMemoryForIt() {
        byte[] bomb = DeflatingClient.deflate(new byte[500 * MOST]);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        assertThat(catchThrowable(() -> inflate(bomb))).isInstanceOf(TooLongFrameException.class);
        long before = threads.getCurrentThreadAllocatedBytes();
        Throwable refusal = catchThrowable(() -> inflate(bomb));
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        assertThat(refusal).isInstanceOf(TooLongFrameException.class);
        assertThat(allocated).isLessThan(4L * MOST);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // a block of no type, lengths that contradict each other, a reference to what was never sent,
                "07",
                "000500000048656c6c6f00",
                "f2480500000000ffff02130000",
                // and more behind the end than there may be
                "f348cdc9c90700f248cdc9c90700",
            })
    void refusesWhatIsMalformed(String hex) {
        assertThatExceptionOfType(CorruptedWebSocketFrameException.class).isThrownBy(() -> inflate(bytes(hex)));
    }

    @Test
    void isNotUpsetByTheOneBefore() {
        assertThatExceptionOfType(CorruptedWebSocketFrameException.class).isThrownBy(() -> inflate(bytes("07")));

        assertThat(inflate(bytes("f248cdc9c90700"))).asString().isEqualTo("Hello");
    }

    private static byte[] inflate(byte[] message) {
        return Inflation.inflate(Unpooled.wrappedBuffer(message), MOST);
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }
}
