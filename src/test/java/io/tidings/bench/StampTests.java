package io.tidings.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StampTests {

    @ParameterizedTest
    @CsvSource({
        "0, 0, 0",
        "1234567890123456789, 9876543210, 123456",
        "9223372036854775807, 9999999999, 999999",
        "100000000, 10000000, 1",
    })
    void readsWhatItWrites(long time, long number, int topic) {
        ByteBuf bytes = Unpooled.buffer().writeBytes(new byte[] {'x', 'y'}).writeBytes(Stamp.body(100, topic));
        Stamp.write(bytes, 2, time, number);
        assertThat(Stamp.time(bytes, 2)).isEqualTo(time);
        assertThat(Stamp.number(bytes, 2)).isEqualTo(number);
        assertThat(Stamp.topic(bytes, 2)).isEqualTo(topic);
    }

    @Test
    void isJsonOfTheLengthThatIsAskedFor() {
        ByteBuf bytes = Unpooled.wrappedBuffer(Stamp.body(Stamp.MIN_BYTES, 7));
        Stamp.write(bytes, 0, 12, 34);
        assertThat(bytes.toString(US_ASCII))
                .startsWith("{\"t\":\"0000000000000000012\",\"s\":\"0000000034\",\"k\":\"000007\",\"p\":\"")
                .endsWith("\"}")
                .hasSize(Stamp.MIN_BYTES);
    }

    @Test
    void refusesABodyThatHasNoRoomForIt() {
        assertThatThrownBy(() -> Stamp.body(Stamp.MIN_BYTES - 1, 0)).hasMessageContaining("63 bytes");
    }
}
