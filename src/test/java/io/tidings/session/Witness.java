package io.tidings.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidings.testing.StompClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Clients that do nothing wrong, as many as make sure that each event loop has one, and one that publishes to them. */
final class Witness implements AutoCloseable {

    static final String TOPIC = "quiet.witness";

    private static final String DESTINATION = "destination:/topic/" + TOPIC;

    private static final int CLIENTS = 4;

    /** What a machine that is taken by other builds may need; an event loop that is kept busy needs longer. */
    private static final Duration BOUND = Duration.ofSeconds(15);

    private final StompClient publisher;

    private final List<StompClient> clients = new ArrayList<>();

    private long published;

    private Witness(StompClient publisher) {
        this.publisher = publisher;
    }

    static Witness connect(int port) {
        Witness witness = new Witness(StompClient.connect(port));
        for (int i = 0; i < CLIENTS; i++) {
            StompClient client = StompClient.connect(port);
            client.send("SUBSCRIBE", "id:1", DESTINATION, "snapshot:false", "receipt:1");
            assertThat(client.next().command()).isEqualTo("RECEIPT");
            witness.clients.add(client);
        }
        return witness;
    }

    /** How many sessions are those of witnesses. */
    int sessions() {
        return 1 + clients.size();
    }

    int subscriptions() {
        return clients.size();
    }

    /** Each gets the next update, and nothing else, in time. */
    void testify() {
        long start = System.nanoTime();
        String body = "update " + published++;
        publisher.sendBody("SEND", body, DESTINATION, "receipt:" + published);
        assertThat(publisher.next().header("receipt-id")).isEqualTo(Long.toString(published));
        for (StompClient client : clients) {
            assertThat(client.message().text()).isEqualTo(body);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(BOUND);
    }

    @Override
    public void close() {
        publisher.close();
        clients.forEach(StompClient::close);
    }
}
