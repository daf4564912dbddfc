package io.tidings.relay;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A STOMP client that is none of ours. */
final class StompPeer implements AutoCloseable {

    private final Socket socket;

    private StompPeer(Socket socket) {
        this.socket = socket;
    }

    static StompPeer connect(int port, @Nullable String login, @Nullable String passcode) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(10_000);
        StompPeer peer = new StompPeer(socket);
        peer.exchange("CONNECT\naccept-version:1.2\nhost:/\nlogin:" + login + "\npasscode:" + passcode + "\n\n");
        return peer;
    }

    /** Sends a text and waits for the receipt. */
    void send(String destination, String body) throws IOException {
        exchange("SEND\ndestination:" + destination + "\nreceipt:1\n\n" + body);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private void exchange(String frame) throws IOException {
        socket.getOutputStream().write((frame + '\0').getBytes(StandardCharsets.UTF_8));
        InputStream in = socket.getInputStream();
        int b = in.read();
        while (b > 0) {
            b = in.read();
        }
        if (b < 0) {
            throw new IOException("the broker closed the connection");
        }
    }
}
