package io.tidings.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class BrokerFixturesIT {

    @Test
    void artemisStopsAndStartsOnItsPortAndCountsConnections() throws IOException {
        try (ArtemisBroker broker = ArtemisBroker.create()) {
            try (Socket socket = connect(broker.port(), "", "")) {
                assertThat(answer(socket)).startsWith("CONNECTED");
                assertThat(broker.connections()).isEqualTo(1);
            }
            Awaitility.await().until(() -> broker.connections() == 0);
            broker.stop();
            assertThatThrownBy(() -> connect(broker.port(), "", "")).isInstanceOf(IOException.class);
            broker.start();
            try (Socket socket = connect(broker.port(), "", "")) {
                assertThat(answer(socket)).startsWith("CONNECTED");
            }
        }
    }

    @Test
    void securedArtemisTakesItsLoginOnly() throws IOException {
        try (ArtemisBroker broker = ArtemisBroker.createSecured("me", "secret")) {
            try (Socket socket = connect(broker.port(), "me", "secret")) {
                assertThat(answer(socket)).startsWith("CONNECTED");
            }
            try (Socket socket = connect(broker.port(), "me", "guess")) {
                assertThat(answer(socket)).startsWith("ERROR");
            }
        }
    }

    @Test
    void rabbitMqStopsAndStartsOnItsPortAndCountsConnections() throws IOException {
        try (RabbitMqNode node = RabbitMqNode.create()) {
            try (Socket socket = connect(node.port(), RabbitMqNode.LOGIN, RabbitMqNode.PASSCODE)) {
                assertThat(answer(socket)).startsWith("CONNECTED");
                assertThat(node.connections()).isEqualTo(1);
                assertThat(node.control("list_stomp_connections", "conn_name")).contains(node.address());
            }
            Awaitility.await().until(() -> node.connections() == 0);
            node.stop();
            assertThatThrownBy(() -> connect(node.port(), "", "")).isInstanceOf(IOException.class);
            node.start();
            try (Socket socket = connect(node.port(), RabbitMqNode.LOGIN, RabbitMqNode.PASSCODE)) {
                assertThat(answer(socket)).startsWith("CONNECTED");
            }
        }
    }

    private static Socket connect(int port, String login, String passcode) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(10_000);
        String frame = "CONNECT\naccept-version:1.2\nhost:/\nlogin:" + login + "\npasscode:" + passcode + "\n\n\0";
        socket.getOutputStream().write(frame.getBytes(StandardCharsets.UTF_8));
        return socket;
    }

    private static String answer(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder answer = new StringBuilder();
        for (int b = in.read(); b > 0; b = in.read()) {
            answer.append((char) b);
        }
        return answer.toString();
    }
}
