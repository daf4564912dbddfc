package io.tidings.fanout;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Tells whether bytes are UTF-8, as a text message of WebSocket must be (RFC 6455, section 5.6). */
public final class Utf8 {

    private Utf8() {}

    /** Whether the bytes are well-formed UTF-8. */
    public static boolean isValid(byte[] bytes) {
        return isValid(bytes, bytes.length);
    }

    /** Whether the bytes up to a length are well-formed UTF-8. ASCII, the usual case, takes one look at each byte. */
    public static boolean isValid(byte[] bytes, int length) {
        for (int i = 0; i < length; i++) {
            if (bytes[i] < 0) {
                return decodes(bytes, length);
            }
        }
        return true;
    }

    private static boolean decodes(byte[] bytes, int length) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, length));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
