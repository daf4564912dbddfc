package io.tidings.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** Stands between a node and its broker, and lets links go bad without closing them; links made afterwards are good. */
final class LinkProxy implements AutoCloseable {

    private final int brokerPort;

    private final ServerSocket server;

    private final List<Link> links = new CopyOnWriteArrayList<>();

    LinkProxy(int brokerPort) {
        this.brokerPort = brokerPort;
        try {
            server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start(this::accept);
    }

    String address() {
        return "127.0.0.1:" + server.getLocalPort();
    }

    /** Loses all that the broker says from now on; what the node says still arrives. */
    void mute() {
        links.forEach(link -> link.mute = true);
    }

    /** Reads nothing more from either side. */
    void stall() {
        links.forEach(link -> link.gate = new CountDownLatch(1));
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Link link : links) {
                link.node.close();
                link.broker.close();
                link.gate.countDown();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() throws IOException {
        while (true) {
            Socket node = server.accept();
            Link link = new Link(node, new Socket(InetAddress.getLoopbackAddress(), brokerPort));
            links.add(link);
            start(() -> link.pump(link.node, link.broker));
            start(() -> link.pump(link.broker, link.node));
        }
    }

    private static void start(Task task) {
        Thread thread = new Thread(
                () -> {
                    try {
                        task.run();
                    } catch (IOException | InterruptedException e) {
                        // Closed by the node, the broker or the test.
                    }
                },
                "link-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    private interface Task {

        void run() throws IOException, InterruptedException;
    }

    private static final class Link {

        private final Socket node;

        private final Socket broker;

        private volatile boolean mute;

        private volatile CountDownLatch gate = new CountDownLatch(0);

        Link(Socket node, Socket broker) {
            this.node = node;
            this.broker = broker;
        }

        private void pump(Socket from, Socket to) throws IOException, InterruptedException {
            try (from;
                    to) {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                byte[] bytes = new byte[16 * 1024];
                for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
                    gate.await();
                    if (!mute || from == node) {
                        out.write(bytes, 0, read);
                    }
                }
            }
        }
    }
}
