package io.tidings.session;

import static io.tidings.testing.RawWebSocket.BINARY;
import static io.tidings.testing.RawWebSocket.CONTINUATION;
import static io.tidings.testing.RawWebSocket.PING;
import static io.tidings.testing.RawWebSocket.PONG;
import static io.tidings.testing.RawWebSocket.RSV1;
import static io.tidings.testing.RawWebSocket.TEXT;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidings.testing.DeflatingClient;
import io.tidings.testing.RawWebSocket;
import io.tidings.testing.RawWebSocket.Frame;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.test.context.TestPropertySource;

/** Compressed messages that no client should send. */
@TestPropertySource(properties = {"tidings.session.deflate.enabled=true", "tidings.session.max-message-size=64KB"})
class HostileDeflateIT extends AbstractHostileClientIT {

    private static final int RSV2 = 0x20;

    private static final int RSV3 = 0x10;

    @Test
    void closesOnAMessageThatBecomesTooLarge() {
        RawWebSocket client = openDeflating();
        client.send(TEXT | RSV1, true, DeflatingClient.deflate(new byte[10_000_000]));

        assertClosedWith(client, 1009);
    }

    @Test
    void closesOnFragmentsThatBecomeTooLarge() {
        RawWebSocket client = openDeflating();
        byte[] bomb = DeflatingClient.deflate(new byte[10_000_000]);
        client.send(TEXT | RSV1, false, Arrays.copyOf(bomb, 10));
        client.send(CONTINUATION, true, Arrays.copyOfRange(bomb, 10, bomb.length));

        assertClosedWith(client, 1009);
    }

    @Test
    void closesOnMoreCompressedBytesThanAMessageMayHave() {
        RawWebSocket client = openDeflating();
        byte[] noise = new byte[40_000];
        new Random(1).nextBytes(noise);
        client.send(TEXT | RSV1, false, noise);
        client.send(CONTINUATION, true, noise);

        assertClosedWith(client, 1009);
    }

    @ParameterizedTest
    @ValueSource(ints = {TEXT, BINARY})
    void closesOnAMessageThatIsNotDeflated(int opcode) {
        RawWebSocket client = openDeflating();
        client.send(opcode | RSV1, true, (byte) 7, (byte) 7, (byte) 7);

        assertClosedWith(client, 1007);
    }

    @Test
    void closesOnTextThatIsNoUtf8WhenInflated() {
        RawWebSocket client = openDeflating();
        client.send(TEXT | RSV1, true, DeflatingClient.deflate(new byte[] {(byte) 0xC3, 0x28}));

        assertClosedWith(client, 1007);
    }

    @ParameterizedTest
    @ValueSource(ints = {PING, PONG})
    void refusesAControlFrameThatIsDeflated(int opcode) {
        RawWebSocket client = openDeflating();
        client.send(opcode | RSV1, true);

        assertClosedWith(client, 1002);
    }

    @ParameterizedTest
    @ValueSource(ints = {RSV2, RSV3, RSV1 | RSV2})
    void refusesBitsThatNothingWasAgreedOnFor(int bits) {
        RawWebSocket client = openDeflating();
        client.send(TEXT | bits, true, (byte) '\n');

        assertClosedWith(client, 1002);
    }

    @Test
    void refusesTheBitInTheMiddleOfAMessage() {
        RawWebSocket client = openDeflating();
        client.send(TEXT | RSV1, false, (byte) 0);
        client.send(CONTINUATION | RSV1, true, (byte) 0);

        assertClosedWith(client, 1002);
    }

    @Test
    void refusesTheBitFromAClientThatAgreedOnNothing() {
        RawWebSocket client = open();
        client.send(TEXT | RSV1, true, DeflatingClient.deflate(bytes("\n")));

        assertClosedWith(client, 1002);
    }

    @Test
    void refusesAHandshakeWithAMalformedOffer() {
        RawWebSocket client = openWith("Sec-WebSocket-Version: 13\r\nSec-WebSocket-Extensions: permessage-deflate; =");

        assertThat(client.handshake()).startsWith("HTTP/1.1 400 ");
    }

    @Test
    void upgradesWithoutCompressionWhereNoOfferCanBeKept() {
        RawWebSocket client = openWith(
                "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=9");

        assertThat(client.handshake()).startsWith("HTTP/1.1 101 ");
        assertThat(client.extensions()).isEmpty();
    }

    private RawWebSocket openDeflating() {
        RawWebSocket client = openWith("Sec-WebSocket-Version: 13\r\nSec-WebSocket-Extensions: permessage-deflate");
        assertThat(client.handshake()).startsWith("HTTP/1.1 101 ");
        assertThat(client.extensions()).startsWith("permessage-deflate");
        return client;
    }

    private static void assertClosedWith(RawWebSocket client, int code) {
        assertThat(client.rest()).singleElement().extracting(Frame::closeCode).isEqualTo(code);
    }
}
