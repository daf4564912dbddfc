package io.tidings.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;

/** One of the {@link LoadClients}: checks that of each topic it gets every number, once and in order. */
final class LoadClient {

    private static final byte[] DESTINATION = "\ndestination:/topic/load.t".getBytes(StandardCharsets.US_ASCII);

    private final ByteBuffer buffer = ByteBuffer.allocate(256 * 1024);

    private final byte[] bytes = buffer.array();

    private final SocketChannel channel;

    private final long[] next;

    private final Latencies latencies;

    private final AtomicLong received = new AtomicLong();

    private final AtomicLong faults = new AtomicLong();

    LoadClient(SocketChannel channel, int topics, Latencies latencies) {
        this.channel = channel;
        this.next = new long[topics];
        this.latencies = latencies;
    }

    long received() {
        return received.get();
    }

    long faults() {
        return faults.get();
    }

    /** Takes what has come, up to the last whole WebSocket frame; one that brings anything but updates is a fault. */
    void read() {
        try {
            if (channel.read(buffer) < 0) {
                channel.close();
                faults.incrementAndGet();
            }
        } catch (ClosedChannelException e) {
            return;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        long now = System.nanoTime();
        int at = 0;
        for (int end = frameEnd(at); end >= 0; end = frameEnd(at)) {
            take(at + headerLength(at), end, now);
            at = end;
        }
        buffer.flip().position(at);
        buffer.compact();
    }

    private void take(int from, int end, long now) {
        int at = from;
        while (at < end) {
            int topic = topic(at, end);
            int body = bodyStart(at, end);
            check(topic, body, now);
            at = body + LoadBody.LENGTH + 1;
        }
        if (at != end) {
            faults.incrementAndGet();
        }
    }

    private void check(int topic, int body, long now) {
        long number = LoadBody.number(bytes, body);
        if (number != next[topic]) {
            faults.incrementAndGet();
        }
        next[topic] = number + 1;
        if (LoadBody.counts(bytes, body)) {
            latencies.record(now - LoadBody.nanos(bytes, body));
        }
        received.lazySet(received.getPlain() + 1);
    }

    private int topic(int from, int end) {
        for (int at = from; at < end; at++) {
            if (bytes[at] == '\n' && startsWith(at)) {
                int topic = 0;
                for (int digit = at + DESTINATION.length; bytes[digit] != '\n'; digit++) {
                    topic = 10 * topic + bytes[digit] - '0';
                }
                return topic;
            }
        }
        throw new IllegalStateException(text(from, end));
    }

    private boolean startsWith(int at) {
        for (int i = 0; i < DESTINATION.length; i++) {
            if (bytes[at + i] != DESTINATION[i]) {
                return false;
            }
        }
        return true;
    }

    private int bodyStart(int from, int end) {
        for (int at = from; at < end; at++) {
            if (bytes[at] == '\n' && bytes[at + 1] == '\n') {
                return at + 2;
            }
        }
        throw new IllegalStateException(text(from, end));
    }

    private String text(int from, int end) {
        return new String(bytes, from, end - from, StandardCharsets.UTF_8);
    }

    private int headerLength(int at) {
        int length = bytes[at + 1] & 0x7F;
        return length == 126 ? 4 : length == 127 ? 10 : 2;
    }

    /** Where the WebSocket frame (RFC 6455, section 5.2) ends; -1 if it has not come as a whole. */
    private int frameEnd(int at) {
        int there = buffer.position() - at;
        if (there < 2 || there < headerLength(at)) {
            return -1;
        }
        long length = bytes[at + 1] & 0x7F;
        if (length == 126) {
            length = buffer.getShort(at + 2) & 0xFFFF;
        } else if (length == 127) {
            length = buffer.getLong(at + 2);
        }
        long end = at + headerLength(at) + length;
        return end <= buffer.position() ? (int) end : -1;
    }
}
