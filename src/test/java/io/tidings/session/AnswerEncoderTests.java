package io.tidings.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidings.fanout.StompVersion;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.messaging.simp.stomp.StompCommand;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;

class AnswerEncoderTests {

    @ParameterizedTest
    @CsvSource({"V1_0,a\\b:c", "V1_1,a\\\\b\\cc", "V1_2,a\\\\b\\cc"})
    void escapesAsTheVersionHasIt(StompVersion version, String expected) {
        StompHeaderAccessor frame = StompHeaderAccessor.create(StompCommand.RECEIPT);
        frame.setReceiptId("a\\b:c");

        assertThat(encode(frame, "", version)).isEqualTo("RECEIPT\nreceipt-id:" + expected + "\n\n\0");
    }

    @ParameterizedTest
    @EnumSource
    void escapesNothingOfConnected(StompVersion version) {
        StompHeaderAccessor frame = StompHeaderAccessor.create(StompCommand.CONNECTED);
        frame.setNativeHeader("user-name", "a:b\\c");

        assertThat(encode(frame, "", version)).isEqualTo("CONNECTED\nuser-name:a:b\\c\n\n\0");
    }

    @Test
    void letsNoValueBeginAnotherHeader() {
        StompHeaderAccessor frame = StompHeaderAccessor.create(StompCommand.CONNECTED);
        frame.setNativeHeader("user-name", "a\nversion:9\n\n\0");

        assertThat(encode(frame, "", StompVersion.V1_2)).isEqualTo("CONNECTED\nuser-name:a version:9   \n\n\0");
    }

    @Test
    void saysHowLongABodyIs() {
        StompHeaderAccessor frame = StompHeaderAccessor.create(StompCommand.MESSAGE);
        frame.setNativeHeader("content-length", "1");

        assertThat(encode(frame, "a\0ü", StompVersion.V1_2)).isEqualTo("MESSAGE\ncontent-length:4\n\na\0ü\0");
    }

    private static String encode(StompHeaderAccessor frame, String body, StompVersion version) {
        StompCommand command = frame.getCommand();
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return new String(
                AnswerEncoder.encode(command, frame.getMessageHeaders(), bytes, version), StandardCharsets.UTF_8);
    }
}
