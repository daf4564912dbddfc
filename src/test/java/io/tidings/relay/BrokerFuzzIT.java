package io.tidings.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidings.testing.Complaints;
import io.tidings.testing.Fuzz;
import io.tidings.testing.QuietLogs;
import io.tidings.testing.Randomly;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A broker that sends anything: the relay takes what is a batch, and comes back to it whatever it was told. */
class BrokerFuzzIT {

    private static final int PORTION = 20;

    private long offset;

    @BeforeAll
    static void quiet() {
        QuietLogs.of("io.netty", "reactor");
    }

    @Test
    void survivesWhateverABrokerSends() throws IOException {
        try (Complaints complaints = new Complaints();
                ScriptedBroker broker = new ScriptedBroker(BrokerFuzzIT::obedient);
                Node node = Node.stomp(Properties.of(broker.address())
                        .with("reconnect.min", "1ms")
                        .with("reconnect.max", "2ms")
                        .with("max-batch", "64KB")
                        .bind())) {
            Fuzz.of("broker", 100)
                    .every(PORTION, number -> check(broker, node, complaints))
                    .run(BrokerFuzzIT::frames, frames -> send(broker, node, frames));
        }
    }

    private static void send(ScriptedBroker broker, Node node, List<byte[]> frames) {
        node.awaitConnected();
        try {
            for (byte[] frame : frames) {
                broker.send(frame);
            }
        } catch (IOException e) {
            // The relay has closed the link: it calls again.
        }
    }

    /** Sent until it arrives, for a link may be about to go; one in the midst of a frame is made to. */
    private void check(ScriptedBroker broker, Node node, Complaints complaints) {
        offset++;
        send(broker, node, List.of(new byte[256 * 1024]));
        Awaitility.await().until(() -> {
            send(broker, node, List.of(message("a:b", BatchEncoder.encode(Batches.single(offset)))));
            return node.received.stream().anyMatch(batch -> batch.from() == offset);
        });
        assertThat(complaints.all()).isEmpty();
        node.received.clear();
    }

    private static List<byte[]> frames(Random seeded) {
        Randomly random = new Randomly(seeded);
        List<byte[]> frames = new ArrayList<>();
        for (int i = 1 + random.below(4); i > 0; i--) {
            byte[] frame = frame(random, seeded);
            frames.add(random.oneIn(3) ? random.mutated(frame) : frame);
        }
        return frames;
    }

    private static byte[] frame(Randomly random, Random seeded) {
        byte[] body = BatchEncoder.encode(random.oneIn(9) ? Batches.random(seeded) : Batches.single(1 << 20));
        return switch (random.below(12)) {
            case 0 -> text("ERROR\nmessage:" + random.text(300) + "\n\n\0");
            case 1 -> text("ERROR\nmessage:no\n\n\0".repeat(1 << random.below(8)));
            case 2 -> text("RECEIPT\nreceipt-id:" + random.one("1", "0", "-1", "subscribed", "x") + "\n\n\0");
            case 3 ->
                text("CONNECTED\nversion:" + random.one("1.2", "9") + "\nheart-beat:"
                        + random.one("1,1", "0,0", "a,b", "-1,-1", "9223372036854775807,9223372036854775807")
                        + "\n\n\0");
            case 4 -> text("MESSAGE\n\n\0");
            case 5 -> text("MESSAGE\ncontent-length:" + random.number() + "\n\n" + random.text(100) + "\0");
            case 6 -> text("MESSAGE\n" + "h:v\n".repeat(1 << random.below(13)) + "\n\0");
            case 7 -> text("\n".repeat(1 << random.below(14)));
            case 8 ->
                text(random.one("SEND", "CONNECT", "message", "NONSENSE", "HTTP/1.1 400 Bad Request\r")
                        + "\na:b\n\n\0");
            case 9 -> random.bytes(random.length(100_000));
            case 10 -> message("destination:/queue/other\nsubscription:99", random.mutated(body));
            default ->
                message(random.one("a:b", "receipt:1", "content-length:3", "destination:/topic/none", "x:\\t"), body);
        };
    }

    private static String obedient(String command) {
        return switch (command) {
            case "CONNECT" -> ScriptedBroker.CONNECTED;
            case "SUBSCRIBE" -> ScriptedBroker.SUBSCRIBED;
            default -> "";
        };
    }

    private static byte[] message(String header, byte[] body) {
        String head = "MESSAGE\n" + header + "\nsubscription:0\nmessage-id:1\ndestination:/topic/tidings.scores\n"
                + "content-length:" + body.length + "\n\n";
        return Randomly.joined(text(head), body, new byte[1]);
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
