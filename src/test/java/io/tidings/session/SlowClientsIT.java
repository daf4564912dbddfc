package io.tidings.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.micrometer.core.instrument.MeterRegistry;
import io.tidings.publish.Publisher;
import io.tidings.testing.StompClient;
import io.tidings.testing.StompClient.Frame;
import io.tidings.topic.Publication;
import io.tidings.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

/** Clients that take less than comes, or want less, and those beside them. */
@TestPropertySource(
        properties = {
            "tidings.namespaces.ticks.conflate=true",
            "tidings.namespaces.paced.max-rate=2",
            "tidings.namespaces.chat.history.size=20000",
            "tidings.session.heart-beat=0s",
            "tidings.session.send-timeout=8s",
            "tidings.session.close-timeout=20s"
        })
class SlowClientsIT extends AbstractEdgeIT {

    private static final int TOPICS = 20;

    private static final String KILOBYTE = "x".repeat(1_000);

    @Autowired
    private Publisher publisher;

    @Autowired
    private Sessions sessions;

    @Autowired
    private MeterRegistry meters;

    /** Whether the system tells of bytes that are taken one by one. */
    boolean seesLittleProgress() {
        return true;
    }

    @BeforeEach
    void beginAlone() {
        await().until(() -> sessions.all().isEmpty());
    }

    @Test
    void delaysNobodyForClientsThatStopReading() {
        List<StompClient> healthy = subscribed(30, "/topic/chat.load");
        List<StompClient> stalled = subscribed(10, "/topic/chat.load");
        stalled.addAll(subscribed(10, "/topic/ticks.#"));
        stalled.forEach(StompClient::stall);
        List<Long> latencies = new ArrayList<>();
        int count = 6_000;
        for (int i = 0; i < count; i++) {
            publish("chat.load", i + " " + KILOBYTE);
            publish("ticks.t" + i % TOPICS, i + " " + KILOBYTE);
            if (i % 100 == 99) {
                latencies.add(untilAllHave(healthy, i + 1));
                assertThat(pendingBytes()).isLessThan(20L * 2 * 1024 * 1024);
            }
        }

        for (StompClient client : healthy) {
            for (int i = 0; i < count; i++) {
                assertThat(client.message().text()).startsWith(i + " ");
            }
            assertThat(client.messages()).isEmpty();
        }
        latencies.sort(null);
        assertThat(Duration.ofNanos(latencies.get(latencies.size() * 9 / 10))).isLessThan(Duration.ofSeconds(2));
        assertThat(count("tidings.fanout.behind")).isPositive();
    }

    /** How long it takes, in nanoseconds. */
    private static long untilAllHave(List<StompClient> clients, int count) {
        long start = System.nanoTime();
        await().pollInterval(Duration.ofMillis(1))
                .until(() ->
                        clients.stream().allMatch(client -> client.messages().size() >= count));
        return System.nanoTime() - start;
    }

    @Test
    void givesAConflatingClientThatReadsAgainTheNewestOfEachTopic() {
        StompClient client = subscribed(1, "/topic/ticks.newest.#").get(0);
        double conflated = count("tidings.fanout.conflated");
        client.stall();
        int count = 10_000;
        for (int i = 0; i < count; i++) {
            publish("ticks.newest.t" + i % TOPICS, i + " " + KILOBYTE);
        }
        assertThat(pendingBytes()).isLessThan(2L * 1024 * 1024);
        assertThat(count("tidings.fanout.conflated")).isGreaterThan(conflated);
        client.resume();

        Map<String, Integer> last = new HashMap<>();
        int frames = 0;
        while (last.values().stream().filter(number -> number >= count - TOPICS).count() < TOPICS) {
            Frame message = client.message();
            int number = Integer.parseInt(message.text().split(" ")[0]);
            Integer before = last.put(message.header("destination"), number);
            assertThat(before == null ? -1 : before).isLessThan(number);
            frames++;
        }
        assertThat(frames).isLessThan(count);
        publish("ticks.newest.t0", "live");
        assertThat(client.message().text()).isEqualTo("live");
    }

    @Test
    void closesAClientWithTooManyBytesPendingWhichComesBackAndMissesNothing() {
        StompClient client = connect();
        String cursor = client.subscribe("s", "/topic/chat.bytes").header("position");
        double before = gaveUp("bytes");
        client.stall();
        int count = 0;
        while (!isClosing(1013)) {
            publish("chat.bytes", "" + count++ + " " + KILOBYTE.repeat(10));
        }
        client.resume();

        assertThat(client.closed()).isEqualTo(new StompClient.Close(1013, "over 1048576 bytes pending"));
        await().untilAsserted(() -> assertThat(gaveUp("bytes")).isEqualTo(before + 1));
        List<Frame> got = new ArrayList<>();
        client.messages().drainTo(got);
        String seen = got.isEmpty() ? cursor : got.get(got.size() - 1).header("message-id");
        StompClient again = connect();
        Frame receipt = again.subscribe("s", "/topic/chat.bytes", "since:" + seen);
        assertThat(receipt.headers()).doesNotContainKey("gap");
        for (int i = got.size(); i < count; i++) {
            got.add(again.message());
        }
        assertThat(got)
                .extracting(frame -> frame.text().split(" ")[0])
                .isEqualTo(IntStream.range(0, count).mapToObj(i -> "" + i).toList());
    }

    @Test
    void closesAClientThatTakesNothing() {
        StompClient client = subscribed(1, "/topic/chat.time").get(0);
        client.stall();
        double before = gaveUp("time");
        flood("chat.time");
        await().until(() -> isClosing(1013));
        client.resume();

        assertThat(client.closed()).isEqualTo(new StompClient.Close(1013, "nothing taken for 8 s"));
        await().untilAsserted(() -> assertThat(gaveUp("time")).isEqualTo(before + 1));
    }

    @Test
    void leavesAClientThatTakesLittle() {
        assumeTrue(seesLittleProgress(), "the system does not tell");
        StompClient client = subscribed(1, "/topic/chat.little").get(0);
        client.stall();
        flood("chat.little");
        for (int i = 0; i < 36; i++) {
            client.resume();
            client.message();
            client.stall();
            await().pollDelay(Duration.ofMillis(250)).until(() -> true);
        }

        assertThat(isClosing(1013)).isFalse();
    }

    @Test
    void keepsToTheRateThatIsAskedFor() {
        StompClient client = connect();
        client.subscribe("s", "/topic/chat.rate", "max-rate:4");
        publish("chat.rate", "0");
        assertThat(client.message().text()).isEqualTo("0");
        for (int i = 1; i <= 1_000; i++) {
            publish("chat.rate", "" + i);
        }

        List<String> got = new ArrayList<>();
        while (!got.contains("1000")) {
            got.add(client.message().text());
        }
        assertThat(got).hasSizeLessThan(100);
    }

    @Test
    void keepsToTheRateOfTheNamespaceThoughMoreIsAskedFor() {
        StompClient client = connect();
        client.subscribe("s", "/topic/paced.a", "max-rate:1000");
        long start = System.nanoTime();
        publish("paced.a", "first");
        publish("paced.a", "second");
        publish("paced.a", "last");

        List<String> got = new ArrayList<>();
        while (!got.contains("last")) {
            got.add(client.message().text());
        }
        assertThat(got).hasSizeLessThanOrEqualTo(2);
        assertThat(System.nanoTime() - start).isLessThan(Duration.ofSeconds(20).toNanos());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "1.5", "fast", "", "9999999999999999999"})
    void refusesARateThatIsNone(String rate) {
        StompClient client = connect();
        client.send("SUBSCRIBE", "id:s", "destination:/topic/chat.a", "max-rate:" + rate, "receipt:r");

        Frame error = client.next();
        assertThat(error.header("message"))
                .isEqualTo("max-rate: '" + rate + "' (expected: a number of updates a second, 1 or more)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ticks.since", "paced.since", "chat.since,max-rate:5"})
    void answersACursorWithANewView(String topicAndHeader) {
        String[] parts = topicAndHeader.split(",");
        String seen = publisher
                .publish(publication(parts[0], "state"))
                .join()
                .position()
                .toString();
        StompClient client = connect();
        Frame receipt = parts.length == 1
                ? client.subscribe("s", "/topic/" + parts[0], "since:" + seen)
                : client.subscribe("s", "/topic/" + parts[0], "since:" + seen, parts[1]);

        assertThat(receipt.headers()).containsEntry("gap", "true").containsEntry("position", seen);
        assertThat(client.message().headers()).containsEntry("gap", "true").containsEntry("snapshot", "true");
    }

    private List<StompClient> subscribed(int count, String destination) {
        List<StompClient> clients = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            StompClient client = connect();
            client.subscribe("s", destination);
            clients.add(client);
        }
        return clients;
    }

    /** Publishes until much is pending: little may yet find room in the sockets. */
    private void flood(String topic) {
        double before = count("tidings.fanout.deliveries");
        for (int i = 1; pendingBytes() < 700_000; i++) {
            publish(topic, KILOBYTE.repeat(10));
            double expected = before + i;
            // One at a time, or all that was published meanwhile would be too much.
            await().pollInterval(Duration.ofMillis(1)).until(() -> count("tidings.fanout.deliveries") >= expected);
        }
    }

    private void publish(String topic, String body) {
        publisher.publish(publication(topic, body)).join();
    }

    private static Publication publication(String topic, String body) {
        return new Publication(new Topic(topic), "text/plain", Map.of(), body.getBytes(StandardCharsets.UTF_8));
    }

    private boolean isClosing(int code) {
        return sessions.all().stream().anyMatch(session -> session.closeStatus().getCode() == code);
    }

    /** What waits for all clients; roughly, for other threads count it too. */
    private long pendingBytes() {
        return sessions.all().stream()
                .mapToLong(session -> session.outbox().pendingBytes())
                .sum();
    }

    private double gaveUp(String cause) {
        return meters.find("tidings.session.gave.up").tag("cause", cause).counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }

    private double count(String meter) {
        return meters.get(meter).counter().count();
    }
}
