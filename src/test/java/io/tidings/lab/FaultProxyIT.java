package io.tidings.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultProxyIT {

    private static final String MESSAGE = "MESSAGE\ncontent-length:1\n\n%s\0";

    private ServerSocket broker;

    private FaultProxy proxy;

    private Socket client;

    private Socket server;

    @BeforeEach
    void connect() throws IOException {
        broker = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        proxy = FaultProxy.to(broker.getLocalPort());
        client = call();
        server = broker.accept();
        server.setSoTimeout(10_000);
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        server.close();
        proxy.close();
        broker.close();
    }

    @Test
    void passesBothDirectionsOn() throws IOException {
        send(client, "SEND\n\nx\0");
        send(server, MESSAGE.formatted("a"));

        assertThat(read(server, 8)).isEqualTo("SEND\n\nx\0");
        assertThat(read(client, MESSAGE.length() - 1)).isEqualTo(MESSAGE.formatted("a"));
    }

    @Test
    void dropsTheNextMessagesAndNothingElse() throws IOException {
        proxy.filterToClient(FrameFilter.drop("MESSAGE", 2));

        send(server, MESSAGE.formatted("a") + "RECEIPT\n\n\0" + MESSAGE.formatted("b") + MESSAGE.formatted("c"));

        assertThat(read(client, 10 + MESSAGE.length() - 1)).isEqualTo("RECEIPT\n\n\0" + MESSAGE.formatted("c"));
    }

    @Test
    void doublesMessages() throws IOException {
        proxy.filterToClient(FrameFilter.doubling("MESSAGE"));

        send(server, MESSAGE.formatted("a") + "RECEIPT\n\n\0");

        assertThat(read(client, 2 * (MESSAGE.length() - 1) + 10))
                .isEqualTo(MESSAGE.formatted("a").repeat(2) + "RECEIPT\n\n\0");
    }

    @Test
    void passesWhatCameInAStallOnOnceItIsHealed() throws IOException {
        proxy.stall();
        send(server, MESSAGE.formatted("a"));
        client.setSoTimeout(300);
        assertThatThrownBy(() -> read(client, 1)).isInstanceOf(SocketTimeoutException.class);

        proxy.heal();

        client.setSoTimeout(10_000);
        assertThat(read(client, MESSAGE.length() - 1)).isEqualTo(MESSAGE.formatted("a"));
    }

    @Test
    void delays() throws IOException {
        proxy.delay(Duration.ofMillis(200));
        long start = System.nanoTime();

        send(client, "SEND\n\nx\0");

        assertThat(read(server, 8)).isEqualTo("SEND\n\nx\0");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(200));
    }

    @Test
    void cutsBothSidesAndTakesNewConnections() throws IOException {
        proxy.cut();

        assertThatThrownBy(() -> read(client, 1)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> read(server, 1)).isInstanceOf(IOException.class);
        try (Socket again = call();
                Socket accepted = broker.accept()) {
            send(again, "SEND\n\ny\0");
            assertThat(read(accepted, 8)).isEqualTo("SEND\n\ny\0");
        }
    }

    @Test
    void refusesUntilItIsHealed() throws IOException {
        proxy.refuse();
        assertThatThrownBy(() -> {
                    try (Socket refused = call()) {
                        read(refused, 1);
                    }
                })
                .isInstanceOf(IOException.class);

        proxy.heal();

        try (Socket again = call();
                Socket accepted = broker.accept()) {
            send(accepted, "RECEIPT\n\n\0");
            assertThat(read(again, 10)).isEqualTo("RECEIPT\n\n\0");
        }
    }

    @Test
    void tellsTheClientWhenThereIsNoBroker() throws IOException {
        broker.close();
        try (Socket alone = call()) {
            assertThatThrownBy(() -> read(alone, 1)).isInstanceOf(IOException.class);
        }
    }

    private Socket call() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        socket.setSoTimeout(10_000);
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String read(Socket socket, int length) throws IOException {
        byte[] bytes = socket.getInputStream().readNBytes(length);
        if (bytes.length < length) {
            throw new IOException("ended after " + bytes.length + " bytes");
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
