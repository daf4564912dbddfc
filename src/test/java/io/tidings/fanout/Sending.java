package io.tidings.fanout;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** What writing so many bytes to a socket takes of the writing thread's CPU time. */
final class Sending {

    private static final int WRITES = 20_000;

    private Sending() {}

    static double nanos(int bytes) throws IOException {
        try (ServerSocketChannel server = ServerSocketChannel.open()) {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            try (SocketChannel out = SocketChannel.open(server.getLocalAddress());
                    SocketChannel in = server.accept()) {
                Thread reader = new Thread(() -> drain(in), "reader");
                reader.setDaemon(true);
                reader.start();
                ByteBuffer buffer = ByteBuffer.allocateDirect(bytes);
                write(out, buffer);
                long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
                write(out, buffer);
                return (double) (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before) / WRITES;
            }
        }
    }

    private static void write(SocketChannel out, ByteBuffer buffer) throws IOException {
        for (int i = 0; i < WRITES; i++) {
            buffer.clear();
            while (buffer.hasRemaining()) {
                out.write(buffer);
            }
        }
    }

    private static void drain(SocketChannel in) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(256 * 1024);
        try {
            while (in.read(buffer.clear()) >= 0) {
                // What was sent counts, not what is read.
            }
        } catch (IOException e) {
            // Closed in the middle of a read.
        }
    }
}
