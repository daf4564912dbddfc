package io.tidings.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class Utf8Tests {

    @Test
    void takesWhatIsUtf8() {
        assertThat(Utf8.isValid(new byte[0])).isTrue();
        assertThat(Utf8.isValid("plain".getBytes(StandardCharsets.UTF_8))).isTrue();
        assertThat(Utf8.isValid("grüße 🎉".getBytes(StandardCharsets.UTF_8))).isTrue();
    }

    @Test
    void refusesWhatIsNot() {
        assertThat(Utf8.isValid(new byte[] {(byte) 0xC3})).isFalse();
        assertThat(Utf8.isValid(new byte[] {'a', (byte) 0xFF})).isFalse();
        assertThat(Utf8.isValid(new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80}))
                .isFalse();
    }

    @Test
    void seesABadByteWhereverItStands() {
        for (int length = 1; length <= 33; length++) {
            for (int at = 0; at < length; at++) {
                byte[] bytes = "x".repeat(length).getBytes(StandardCharsets.UTF_8);
                assertThat(Utf8.isValid(bytes)).isTrue();
                bytes[at] = (byte) 0xFF;
                assertThat(Utf8.isValid(bytes)).isFalse();
                assertThat(Utf8.isValid(bytes, at)).isTrue();
            }
        }
    }
}
