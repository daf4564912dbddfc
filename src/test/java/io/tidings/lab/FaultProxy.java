package io.tidings.lab;

import io.tidings.testing.FreePorts;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Stands between a client and a STOMP server on this machine, and does to their connections what networks do: cuts them,
 * lets them stall, delays and refuses them, and what only bad brokers do: drops or doubles whole frames.
 */
final class FaultProxy implements AutoCloseable {

    private static final int CHUNK = 64 * 1024;

    private final int target;

    private final ServerSocket server;

    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

    private final Object gate = new Object();

    private volatile FrameFilter toClient = FrameFilter.NONE;

    private volatile FrameFilter toServer = FrameFilter.NONE;

    private volatile long delayNanos;

    private volatile boolean refusing;

    private volatile boolean stalled;

    private FaultProxy(int target, ServerSocket server) {
        this.target = target;
        this.server = server;
    }

    /** Begins to pass on what comes to a port of its own to this port. */
    static FaultProxy to(int target) {
        try {
            ServerSocket server = new ServerSocket(FreePorts.next(), 50, InetAddress.getLoopbackAddress());
            FaultProxy proxy = new FaultProxy(target, server);
            proxy.run("accept", proxy::accept);
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return server.getLocalPort();
    }

    /** Resets every connection; new ones are taken. */
    void cut() {
        sockets.forEach(FaultProxy::reset);
    }

    /** Resets every connection, and new ones at once, until it is healed. */
    void refuse() {
        refusing = true;
        cut();
    }

    /** Takes connections and passes nothing on, until it is healed. */
    void stall() {
        stalled = true;
    }

    /** Passes everything on this much later, until it is healed. */
    void delay(Duration time) {
        delayNanos = time.toNanos();
    }

    /** Ends stalls, delays and refusals; filters stay. */
    void heal() {
        refusing = false;
        delayNanos = 0;
        synchronized (gate) {
            stalled = false;
            gate.notifyAll();
        }
    }

    /** Has the frames from the server go through a filter. */
    void filterToClient(FrameFilter filter) {
        toClient = filter;
    }

    /** Has the frames from the client go through a filter. */
    void filterToServer(FrameFilter filter) {
        toServer = filter;
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            refuse();
            heal();
        }
    }

    private void accept() throws IOException {
        while (!server.isClosed()) {
            Socket client = server.accept();
            sockets.add(client);
            if (refusing) {
                reset(client);
            } else {
                run("connect", () -> connect(client));
            }
        }
    }

    private void connect(Socket client) {
        Socket upstream = new Socket();
        sockets.add(upstream);
        try {
            upstream.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target));
            client.setTcpNoDelay(true);
            upstream.setTcpNoDelay(true);
            run("to-server", () -> pump(client, upstream, () -> toServer));
            run("to-client", () -> pump(upstream, client, () -> toClient));
        } catch (IOException e) {
            reset(client);
            reset(upstream);
            sockets.remove(client);
            sockets.remove(upstream);
        }
    }

    /** An end of either side's is an end for both; what was read before goes on first. */
    private void pump(Socket from, Socket to, Supplier<FrameFilter> filter) throws IOException {
        FrameSplitter splitter = new FrameSplitter();
        byte[] chunk = new byte[CHUNK];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                pass();
                for (byte[] frame : splitter.split(chunk, read)) {
                    for (int copies = filter.get().copies(frame); copies > 0; copies--) {
                        out.write(frame);
                    }
                }
            }
        } finally {
            sockets.remove(from);
            sockets.remove(to);
        }
    }

    /** Holds what was just read while there is a stall or a delay. */
    private void pass() throws IOException {
        if (delayNanos > 0) {
            LockSupport.parkNanos(delayNanos);
        }
        synchronized (gate) {
            while (stalled) {
                try {
                    gate.wait();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new IOException(e);
                }
            }
        }
    }

    private void run(String what, Task task) {
        Thread thread = new Thread(() -> quietly(task), "fault-proxy-" + port() + '-' + what);
        thread.setDaemon(true);
        thread.start();
    }

    /** A connection that breaks is what this is for. */
    private static void quietly(Task task) {
        try {
            task.run();
        } catch (IOException expected) {
            return;
        }
    }

    private static void reset(Socket socket) {
        quietly(() -> {
            try (socket) {
                socket.setSoLinger(true, 0);
            }
        });
    }

    /** What may end with its connection. */
    private interface Task {

        void run() throws IOException;
    }
}
