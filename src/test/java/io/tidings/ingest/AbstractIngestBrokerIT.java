package io.tidings.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidings.topic.Batch;
import io.tidings.topic.Namespace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Ingest and a real broker whose link to the node goes bad without breaking; another node hears what the broker brings. */
abstract class AbstractIngestBrokerIT extends AbstractKafkaIngestIT {

    private static final Duration RECOVERY = Duration.ofSeconds(30);

    private final List<Batch> heard = Collections.synchronizedList(new ArrayList<>());

    private String prefix;

    private LinkProxy proxy;

    private IngestNode listener;

    private IngestNode node;

    abstract int brokerPort();

    abstract String[] brokerProperties();

    @BeforeEach
    void startNodes() {
        prefix = broker.name("prefix");
        proxy = new LinkProxy(brokerPort());
        broker.createTopic(namespace().kafkaTopic(), 1, Map.of());
        listener = relayed("127.0.0.1:" + brokerPort(), List.of());
        listener.realRelay().subscribe(heard::add);
        node = relayed(proxy.address(), List.of(namespace()));
        await().atMost(RECOVERY)
                .until(() ->
                        node.realRelay().isConnected() && listener.realRelay().isConnected());
        awaitPlaced(1);
    }

    @AfterEach
    void closeProxy() {
        node.close();
        listener.close();
        proxy.close();
    }

    @Test
    void whatTheBrokerTookWithoutSayingSoIsSentAgainAfterABoundedTime() {
        send("a", "0");
        await().until(() -> heard().size() == 1);
        await().until(() -> committed().containsValue(1L));

        proxy.mute();
        sendAll(IntStream.range(1, 20).mapToObj(i -> record("a", Integer.toString(i))));
        await().until(() -> heard().size() == 20);
        assertThat(committed()).containsValue(1L);

        await().atMost(RECOVERY).until(() -> committed().containsValue(20L));
        await().until(() ->
                heard.stream().mapToInt(batch -> batch.updates().size()).sum() >= 39);
        assertThat(heard()).containsExactlyElementsOf(numbers(20));
        assertThat(node.count("tidings.ingest.resends")).isPositive();
    }

    @Test
    void aLinkThatStallsIsGivenUpAfterABoundedTimeAndLittleIsUnderWayMeanwhile() {
        send("a", "0");
        await().until(() -> heard().size() == 1);

        proxy.stall();
        String filler = "x".repeat(900);
        CompletableFuture<Void> sending = CompletableFuture.runAsync(() ->
                sendAll(IntStream.range(1, 4_000).mapToObj(i -> record("a", i + filler))));
        assertThat(mostUnderWayUntilGivenUp()).isBetween(1.0, 400_000.0);
        sending.join();

        await().atMost(RECOVERY).until(() -> committed().containsValue(4_000L));
        await().until(() -> heard().size() == 4_000);
        assertThat(heard().stream().map(body -> body.replace(filler, ""))).containsExactlyElementsOf(numbers(4_000));
    }

    /** Once the link is given up what it had is sent again, and counted again. */
    private double mostUnderWayUntilGivenUp() {
        double before = node.count("tidings.ingest.bytes");
        AtomicReference<Double> most = new AtomicReference<>(0.0);
        await().pollInterval(Duration.ofMillis(20)).until(() -> {
            double bytes = node.count("tidings.ingest.bytes") - before;
            boolean givenUp = node.count("tidings.ingest.resends") > 0;
            if (!givenUp) {
                most.set(bytes);
            }
            return givenUp;
        });
        return most.get();
    }

    private List<String> heard() {
        synchronized (heard) {
            return applied(heard).values().stream().findFirst().orElse(List.of());
        }
    }

    private static List<String> numbers(int count) {
        return IntStream.range(0, count).mapToObj(Integer::toString).toList();
    }

    private IngestNode relayed(String address, List<Namespace> namespaces) {
        List<String> properties = new ArrayList<>(List.of(brokerProperties()));
        Collections.addAll(
                properties,
                "tidings.relay.addresses=" + address,
                "tidings.relay.destination-prefix=" + prefix,
                "tidings.relay.receipt-timeout=3s",
                "tidings.relay.heart-beat=0s",
                "tidings.ingest.batches.max-in-flight=200KB",
                "tidings.ingest.batches.max-bytes=20KB",
                "tidings.ingest.batches.max-poll=100");
        return new IngestNode(broker, group(), null, namespaces, properties.toArray(String[]::new));
    }
}
