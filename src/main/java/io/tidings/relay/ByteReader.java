package io.tidings.relay;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads what {@link ByteWriter} writes; whatever is not there or not true is a {@link BatchFormatException}. */
final class ByteReader {

    private final byte[] bytes;

    private int position;

    private int limit;

    ByteReader(byte[] bytes) {
        this.bytes = bytes;
        this.limit = bytes.length;
    }

    byte[] bytes() {
        return bytes;
    }

    int position() {
        return position;
    }

    int remaining() {
        return limit - position;
    }

    int readByte() {
        check(1);
        return bytes[position++] & 0xFF;
    }

    /** Reads a number that is not negative. */
    long readVarint() {
        long value = readBits();
        if (value < 0) {
            throw BatchFormatException.malformed("number: over 63 bits at byte " + position + " (expected: >= 0)");
        }
        return value;
    }

    long readZigzag() {
        long bits = readBits();
        return (bits >>> 1) ^ -(bits & 1);
    }

    /** Reads a length or count of things that take a number of bytes each, which must all be there. */
    int readCount(int bytesEach) {
        long count = readVarint();
        if (count > remaining() / bytesEach) {
            throw BatchFormatException.malformed("count: " + count + " at byte " + position + " (expected: at most "
                    + remaining() / bytesEach + ", for " + remaining() + " bytes are left)");
        }
        return (int) count;
    }

    byte[] readBytes() {
        int length = readCount(1);
        int start = position;
        skip(length);
        return Arrays.copyOfRange(bytes, start, position);
    }

    String readText() {
        int length = readCount(1);
        int start = position;
        skip(length);
        return isAscii(start, position)
                ? new String(bytes, start, length, StandardCharsets.ISO_8859_1)
                : decode(start, length);
    }

    void skip(int count) {
        check(count);
        position += count;
    }

    /** Narrows what is left to as many bytes as the next four say; {@link #endLength} goes on after them. */
    int beginLength() {
        check(4);
        int length = ByteBuffer.wrap(bytes, position, 4).getInt();
        position += 4;
        if (length < 0 || length > remaining()) {
            throw BatchFormatException.malformed(
                    "length: " + length + " at byte " + position + " (expected: 0 to " + remaining() + ")");
        }
        int outer = limit;
        limit = position + length;
        return outer;
    }

    /** Skips what is left of the narrowed part: fields of a later version. */
    void endLength(int outer) {
        position = limit;
        limit = outer;
    }

    private long readBits() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int b = readByte();
            value |= (long) (b & 0x7F) << shift;
            if (b < 0x80) {
                return value;
            }
        }
        throw BatchFormatException.malformed("number: over 10 bytes at byte " + position + " (expected: at most 10)");
    }

    private boolean isAscii(int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] < 0) {
                return false;
            }
        }
        return true;
    }

    private String decode(int from, int length) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, from, length))
                    .toString();
        } catch (CharacterCodingException e) {
            throw BatchFormatException.malformed("text: " + length + " bytes at byte " + from + " (expected: UTF-8)");
        }
    }

    private void check(int count) {
        if (count > remaining()) {
            throw BatchFormatException.malformed(
                    "bytes: " + remaining() + " left at byte " + position + " (expected: at least " + count + ")");
        }
    }
}
