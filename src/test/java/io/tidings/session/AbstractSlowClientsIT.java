package io.tidings.session;

import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.tidings.publish.Publisher;
import io.tidings.testing.StompClient;
import io.tidings.topic.Publication;
import io.tidings.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;

/** Clients that take less than comes, and what is known of them on the server's side. */
abstract class AbstractSlowClientsIT extends AbstractEdgeIT {

    static final String KILOBYTE = "x".repeat(1_000);

    @Autowired
    Publisher publisher;

    @Autowired
    Sessions sessions;

    @Autowired
    private MeterRegistry meters;

    @BeforeEach
    void beginAlone() {
        await().until(() -> sessions.all().isEmpty());
    }

    List<StompClient> subscribed(int count, String destination) {
        List<StompClient> clients = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            StompClient client = connect();
            client.subscribe("s", destination);
            clients.add(client);
        }
        return clients;
    }

    void publish(String topic, String body) {
        publisher.publish(publication(topic, body)).join();
    }

    static Publication publication(String topic, String body) {
        return new Publication(new Topic(topic), "text/plain", Map.of(), body.getBytes(StandardCharsets.UTF_8));
    }

    boolean isClosing(int code) {
        return sessions.all().stream().anyMatch(session -> session.closeStatus().getCode() == code);
    }

    /** What waits for all clients; roughly, for other threads count it too. */
    long pendingBytes() {
        return sessions.all().stream()
                .mapToLong(session -> session.outbox().pendingBytes())
                .sum();
    }

    double gaveUp(String cause) {
        return meters.find("tidings.session.gave.up").tag("cause", cause).counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }

    double count(String meter) {
        return meters.get(meter).meter().measure().iterator().next().getValue();
    }
}
