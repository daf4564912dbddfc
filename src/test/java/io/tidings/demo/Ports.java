package io.tidings.demo;

import io.tidings.testing.FreePorts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** The ports that one expects a server on, where they are free. */
final class Ports {

    private Ports() {}

    /** This port, or any other if somebody uses it. */
    static int prefer(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            return FreePorts.next();
        }
    }
}
