package io.tidings.lab;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Publishes numbered updates at a steady pace through Kafka, REST and SEND, each on topics of its own. */
final class Driver implements AutoCloseable {

    /** How often each topic gets an update. */
    static final Duration PACE = Duration.ofMillis(100);

    private final Ledger ledger = new Ledger();

    private final KafkaFeed feed;

    private final List<NodePublisher> publishers = new ArrayList<>();

    private Driver(Service service) {
        List<Integer> ports = service.ports();
        List<String> fed = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            fed.add("lab.kafka.t" + i);
        }
        feed = new KafkaFeed(service, fed, PACE, ledger);
        for (int i = 0; i < 2; i++) {
            publishers.add(NodePublisher.durable("lab.rest.t" + i, new RestPublishing(), ports, ledger));
            publishers.add(NodePublisher.durable("lab.send.t" + i, new SendPublishing(), ports, ledger));
        }
        publishers.add(NodePublisher.ephemeral("blink.rest", new RestPublishing(), ports, ledger));
        publishers.add(NodePublisher.ephemeral("blink" + Body.LARGE, new RestPublishing(), ports, ledger));
        publishers.add(NodePublisher.ephemeral("blink.send", new SendPublishing(), ports, ledger));
    }

    /** Begins to publish, through its nodes where it is not by Kafka. */
    static Driver start(Service service) {
        Driver driver = new Driver(service);
        driver.feed.start();
        driver.publishers.forEach(NodePublisher::start);
        return driver;
    }

    Ledger ledger() {
        return ledger;
    }

    /** Why publications were tried again, or given up in an ephemeral namespace, and how often. */
    Map<String, Integer> failures() {
        Map<String, Integer> all = new HashMap<>();
        publishers.forEach(one -> one.failures().forEach((why, count) -> all.merge(why, count, Integer::sum)));
        return all;
    }

    /** How many publications to durable topics were never confirmed. */
    long unconfirmed() {
        return ledger.topics().stream()
                .filter(topic -> topic.startsWith("lab."))
                .mapToLong(ledger::unconfirmed)
                .sum();
    }

    /** Stops, once what is under way is confirmed. */
    void finish() {
        feed.close();
        publishers.forEach(NodePublisher::close);
    }

    @Override
    public void close() {
        finish();
    }
}
