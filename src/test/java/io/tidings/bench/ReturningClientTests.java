package io.tidings.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReturningClientTests {

    private static final int BODY_BYTES = 64;

    private final ReturningClient client = new ReturningClient("/topic/bench.t7", 7, BODY_BYTES);

    private EmbeddedChannel channel = connected();

    @AfterEach
    void release() {
        channel.finishAndReleaseAll();
    }

    @Test
    void asksForNothingOfThePastAtFirst() {
        assertThat(subscribed()).contains("snapshot:false\n").doesNotContain("since:");
    }

    @Test
    void resumesWhereItsReceiptSaysThatLiveBegan() {
        receive("RECEIPT\nreceipt-id:live\nposition:bench-0.ab@4\n\n\0");
        reconnect();
        assertThat(subscribed()).contains("\nsince:bench-0.ab@4\n");
    }

    @Test
    void resumesBehindTheLastUpdateThoughTheCutCameBeforeTheReceipt() {
        message(0, 5, "");
        reconnect();
        assertThat(subscribed()).contains("\nsince:bench-0.ab@5\n");
    }

    @Test
    void checksTheSequenceOverAllItsConnections() {
        message(0, 5, "");
        reconnect();
        message(0, 5, "");
        message(2, 7, "");
        assertThat(Findings.of(client.check(), 4)).isEqualTo(new Findings(2, 1, 0));
    }

    @Test
    void countsWhatItIsOwedUntilItIsLive() {
        message(0, 5, "");
        message(1, 6, "");
        receive("RECEIPT\nreceipt-id:live\nposition:bench-0.ab@6\n\n\0");
        message(2, 7, "");
        assertThat(client.owed()).isEqualTo(2);
    }

    @Test
    void takesAGapForLoss() {
        receive("MESSAGE\nsubscription:0\nmessage-id:gap\ngap:true\n\n\0");
        message(1, 6, "gap:true\n");
        receive("RECEIPT\nreceipt-id:live\nposition:bench-0.ab@6\ngap:true\n\n\0");
        message(2, 7, "");
        assertThat(client.gaps()).isEqualTo(3);
        assertThat(client.check().lost(3)).isEqualTo(2);
    }

    private void message(long number, long offset, String header) {
        ByteBuf body = Unpooled.wrappedBuffer(Stamp.body(BODY_BYTES, 7));
        Stamp.write(body, 0, 1, number);
        receive("MESSAGE\nsubscription:0\nmessage-id:bench-0.ab@" + offset + "\n" + header + "\n"
                + body.toString(US_ASCII) + "\0");
    }

    private void reconnect() {
        channel.finishAndReleaseAll();
        channel = connected();
    }

    private EmbeddedChannel connected() {
        EmbeddedChannel opened = new EmbeddedChannel(client.connect());
        opened.releaseOutbound();
        opened.writeInbound(Unpooled.copiedBuffer("HTTP/1.1 101 Switching Protocols\r\n\r\n", US_ASCII));
        opened.releaseOutbound();
        return opened;
    }

    private String subscribed() {
        receive("CONNECTED\nversion:1.2\n\n\0");
        ByteBuf frame = channel.readOutbound();
        try {
            return frame.toString(StandardCharsets.UTF_8);
        } finally {
            frame.release();
        }
    }

    /** A server's frame: as a client's, but not masked. */
    private void receive(String text) {
        byte[] bytes = text.getBytes(US_ASCII);
        ByteBuf frame = Unpooled.buffer().writeByte(0x81);
        if (bytes.length < 126) {
            frame.writeByte(bytes.length);
        } else {
            frame.writeByte(126).writeShort(bytes.length);
        }
        channel.writeInbound(frame.writeBytes(bytes));
    }
}
