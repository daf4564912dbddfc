package io.tidings.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidings.testing.StompClient;
import io.tidings.testing.StompClient.Frame;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.test.context.TestPropertySource;

/** Clients that take less than comes, or want less, and those beside them. */
@TestPropertySource(
        properties = {
            "tidings.namespaces.ticks.conflate=true",
            "tidings.namespaces.paced.max-rate=2",
            "tidings.namespaces.chat.history.size=20000",
            "tidings.session.heart-beat=0s",
            "tidings.session.close-timeout=20s"
        })
class SlowClientsIT extends AbstractSlowClientsIT {

    private static final int TOPICS = 20;

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
        await().untilAsserted(
                        () -> assertThat(count("tidings.fanout.conflated")).isGreaterThan(conflated));
        assertThat(pendingBytes()).isLessThan(2L * 1024 * 1024);
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
        List<StompClient> keepingUp = subscribed(2, "/topic/chat.bytes");
        StompClient client = connect();
        String cursor = client.subscribe("s", "/topic/chat.bytes").header("position");
        double before = gaveUp("bytes");
        client.stall();
        int count = 0;
        while (!isClosing(1013)) {
            publish("chat.bytes", "" + count++ + " " + KILOBYTE.repeat(10));
            // Nor may the event loops fall behind, or the history ends before they see that the client does.
            if (count % 10 == 0) {
                untilAllHave(keepingUp, count);
            }
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
}
