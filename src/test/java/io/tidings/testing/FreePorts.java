package io.tidings.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports on the loopback interface that nobody uses now. They lie below the range that the system gives to outgoing
 * connections, so that none of those takes one while the server it belongs to is down between a stop and a start, and
 * no client that calls a dead port connects to itself.
 */
public final class FreePorts {

    private static final int LOWEST = 15_000;

    private static final int HIGHEST = 32_000;

    private static final int ATTEMPTS = 1_000;

    private FreePorts() {}

    /** A port that could be bound a moment ago. */
    public static int next() {
        for (int i = 0; i < ATTEMPTS; i++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
            if (isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException("no free port in [" + LOWEST + ", " + HIGHEST + ")");
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
