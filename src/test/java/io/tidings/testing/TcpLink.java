package io.tidings.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A way to a server on this machine that can be cut: no connection passes then, neither an old nor a new one. */
public final class TcpLink implements AutoCloseable {

    private final int target;

    private final ServerSocket entry;

    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

    private volatile boolean cut;

    private TcpLink(int target) {
        this.target = target;
        try {
            this.entry = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        run(this::accept);
    }

    /** A link that leads from a port of its own to this one. */
    public static TcpLink to(int port) {
        return new TcpLink(port);
    }

    public int port() {
        return entry.getLocalPort();
    }

    /** Ends every connection, and each that is tried until it is mended. */
    public void cut() {
        cut = true;
        sockets.forEach(TcpLink::close);
    }

    public void mend() {
        cut = false;
    }

    @Override
    public void close() {
        close(entry);
        cut();
    }

    private void accept() throws IOException {
        while (!entry.isClosed()) {
            Socket client = entry.accept();
            Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
            pass(client, server);
            pass(server, client);
        }
    }

    private void pass(Socket from, Socket to) {
        sockets.add(from);
        if (cut) {
            close(from);
        }
        run(() -> {
            try (from;
                    to) {
                from.getInputStream().transferTo(to.getOutputStream());
            } finally {
                sockets.remove(from);
            }
        });
    }

    private static void run(Task task) {
        Thread thread = new Thread(
                () -> {
                    try {
                        task.run();
                    } catch (IOException e) {
                        // The connection is at its end, whoever ended it.
                    }
                },
                "tcp-link");
        thread.setDaemon(true);
        thread.start();
    }

    private static void close(AutoCloseable open) {
        try {
            open.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private interface Task {

        void run() throws IOException;
    }
}
