package io.tidings.relay;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes numbers and texts into a buffer that grows. */
final class ByteWriter {

    private static final int LENGTH_BYTES = 4;

    private byte[] bytes;

    private int size;

    ByteWriter(int capacity) {
        this.bytes = new byte[capacity];
    }

    void writeByte(int value) {
        reserve(1);
        bytes[size++] = (byte) value;
    }

    /** Writes 7 bits a byte, the lowest first; all but the last byte have the high bit set. */
    void writeVarint(long value) {
        reserve(10);
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            bytes[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
    }

    /** Writes a signed number so that small ones of either sign are short. */
    void writeZigzag(long value) {
        writeVarint((value << 1) ^ (value >> 63));
    }

    void writeBytes(byte[] value) {
        writeVarint(value.length);
        reserve(value.length);
        System.arraycopy(value, 0, bytes, size, value.length);
        size += value.length;
    }

    void writeText(String value) {
        writeBytes(value.getBytes(StandardCharsets.UTF_8));
    }

    /** Writes the characters of an ASCII text from an index on. */
    void writeAscii(String value, int from) {
        int length = value.length() - from;
        writeVarint(length);
        reserve(length);
        for (int i = from; i < value.length(); i++) {
            bytes[size++] = (byte) value.charAt(i);
        }
    }

    /** Leaves room for a length, and says where; {@link #endLength} fills it in. */
    int beginLength() {
        reserve(LENGTH_BYTES);
        size += LENGTH_BYTES;
        return size;
    }

    /** Fills in how much was written since {@link #beginLength}, as four bytes, the highest first. */
    void endLength(int start) {
        int length = size - start;
        for (int i = 1; i <= LENGTH_BYTES; i++) {
            bytes[start - i] = (byte) length;
            length >>>= 8;
        }
    }

    byte[] toByteArray() {
        return size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
    }

    private void reserve(int count) {
        if (count > bytes.length - size) {
            bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(size, count), (int)
                    Math.min(Integer.MAX_VALUE - 8L, bytes.length * 2L)));
        }
    }
}
