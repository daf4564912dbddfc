package io.tidings.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidings.topic.Batch;
import io.tidings.topic.LogId;
import io.tidings.topic.Namespace;
import io.tidings.topic.Policy;
import io.tidings.topic.Position;
import io.tidings.topic.Publication;
import io.tidings.topic.Published;
import io.tidings.topic.Topic;
import io.tidings.topic.Update;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every log promises, whatever keeps the updates. */
abstract class AbstractUpdateLogTests extends AbstractLogTests {

    @Test
    void positionsOfATopicAscendInTheOrderOfAppends() throws Exception {
        Namespace namespace = namespace(Policy.DEFAULT);

        List<CompletableFuture<Published>> appends = IntStream.range(0, 200)
                .mapToObj(i -> log().append(text(namespace, "game", "v" + i)))
                .toList();

        List<Position> positions = new ArrayList<>();
        for (CompletableFuture<Published> append : appends) {
            positions.add(get(append).position());
        }
        assertThat(positions)
                .extracting(Position::source)
                .containsOnly(positions.get(0).source());
        assertThat(positions).extracting(Position::offset).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void readsBackWhatWasAppended() throws Exception {
        Namespace namespace = namespace(Policy.DEFAULT);
        Published first = get(log().append(text(namespace, "nba.lal-bos", "1:0")));
        Published second = get(log().append(text(namespace, "nba.lal-bos", "2:0")));

        List<Update> updates = readAll(first);

        assertThat(updates).extracting(Update::position).containsExactly(first.position(), second.position());
        assertThat(updates)
                .extracting(update -> new String(update.body(), UTF_8))
                .containsExactly("1:0", "2:0");
        assertThat(updates).extracting(Update::topic).containsOnly(first.topic());
        assertThat(updates).extracting(Update::timestamp).containsExactly(first.timestamp(), second.timestamp());
    }

    @Test
    void keepsContentTypeHeadersAndTombstones() throws Exception {
        Namespace namespace = namespace(Policy.DEFAULT);
        Topic topic = Topic.of(namespace.name(), "Zürich/tram 4");
        Published published = get(log().append(new Publication(
                topic, "application/json", Map.of("x-trace", "é1", "x-kind", "goal"), new byte[] {0, -1, 7})));
        get(log().append(new Publication(topic, null, Map.of(), new byte[0])));
        get(log().append(new Publication(topic, null, Map.of(), null)));

        List<Update> updates = readAll(published);

        assertThat(updates).hasSize(3);
        assertThat(updates.get(0).topic()).isEqualTo(topic);
        assertThat(updates.get(0).contentType()).isEqualTo("application/json");
        assertThat(updates.get(0).headers()).isEqualTo(Map.of("x-trace", "é1", "x-kind", "goal"));
        assertThat(updates.get(0).body()).isEqualTo(new byte[] {0, -1, 7});
        assertThat(updates.get(1).isDeletion()).isFalse();
        assertThat(updates.get(1).bodyLength()).isZero();
        assertThat(updates.get(1).contentType()).isNull();
        assertThat(updates.get(2).isDeletion()).isTrue();
    }

    @Test
    void servesTheTopicOfOneSegment() throws Exception {
        Namespace namespace = namespace(Policy.DEFAULT);

        Published published =
                get(log().append(new Publication(new Topic(namespace.name()), null, Map.of(), "all".getBytes(UTF_8))));

        assertThat(readAll(published)).extracting(Update::topic).containsExactly(new Topic(namespace.name()));
    }

    @Test
    void carriesTheLongestBodyThatItsNamespaceAllows() throws Exception {
        Namespace namespace = namespace(Policy.DEFAULT);
        byte[] body = new byte[Policy.DEFAULT.maxBodyBytes()];
        Arrays.fill(body, (byte) 'x');

        Published published =
                get(log().append(new Publication(Topic.of(namespace.name(), "big"), null, Map.of(), body)));

        assertThat(readAll(published)).singleElement().extracting(Update::body).isEqualTo(body);
    }

    @Test
    void headIsTheOffsetAfterTheLastUpdate() throws Exception {
        Namespace namespace = namespace(Policy.DEFAULT);
        Namespace other = namespace(Policy.DEFAULT);
        List<LogHead> before = get(log().heads(List.of(namespace, other)));

        Published published = get(log().append(text(namespace, "a", "x")));

        assertThat(before).isNotEmpty().extracting(LogHead::head).containsOnly(0L);
        assertThat(before).extracting(head -> head.log().namespace()).contains(namespace.name(), other.name());
        assertThat(headOf(namespace, logOf(published)))
                .isEqualTo(published.position().offset() + 1);
        assertThat(get(log().heads(List.of(other)))).extracting(LogHead::head).containsOnly(0L);
    }

    @Test
    void findsWhereATimeBegins() throws Exception {
        Namespace namespace = namespace(new Policy(true, false, Policy.DEFAULT.history(), 10, 1024));
        Published first = get(log().append(text(namespace, "a", "1")));
        Published last = get(log().append(text(namespace, "a", "2")));
        LogId log = logOf(first);

        assertThat(get(log().offsetAt(
                                log, Instant.ofEpochMilli(first.timestamp()).minus(Duration.ofDays(1)))))
                .isEqualTo(first.position().offset());
        assertThat(get(log().offsetAt(log, Instant.ofEpochMilli(first.timestamp()))))
                .isEqualTo(first.position().offset());
        assertThat(get(log().offsetAt(log, Instant.ofEpochMilli(last.timestamp() + 1))))
                .isEqualTo(last.position().offset() + 1);
    }

    @Test
    void readsARangeAsBatchesWithoutASeam() throws Exception {
        Namespace namespace = namespace(Policy.DEFAULT);
        List<CompletableFuture<Published>> appends = IntStream.range(0, 2_000)
                .mapToObj(i -> log().append(text(namespace, "a", "v" + i)))
                .toList();
        Published first = get(appends.get(0));
        Published last = get(appends.get(appends.size() - 1));
        long from = first.position().offset() + 10;
        List<Batch> batches = new ArrayList<>();

        long began = get(log().read(logOf(first), from, last.position().offset() + 1, batches::add));

        assertThat(began).isEqualTo(from);
        long next = from;
        for (Batch batch : batches) {
            assertThat(batch.from()).isEqualTo(next);
            assertThat(batch.updates().size()).isLessThanOrEqualTo(1_000);
            next = batch.to();
        }
        assertThat(next).isGreaterThan(last.position().offset());
        assertThat(batches.stream()
                        .flatMap(batch -> batch.updates().stream())
                        .map(update -> new String(update.body(), UTF_8)))
                .containsExactlyElementsOf(
                        IntStream.range(10, 2_000).mapToObj(i -> "v" + i).toList());
    }

    @Test
    void anEmptyRangeIsReadAtOnce() throws Exception {
        Namespace namespace = namespace(Policy.DEFAULT);
        Published first = get(log().append(text(namespace, "a", "1")));
        List<Batch> batches = new ArrayList<>();

        assertThat(get(log().read(logOf(first), 1, 1, batches::add))).isEqualTo(1);
        assertThat(batches).isEmpty();
    }

    @Test
    void aSlowReaderDelaysNeitherAppendsNorHeads() throws Exception {
        Namespace namespace = namespace(Policy.DEFAULT);
        Published first = get(log().append(text(namespace, "a", "1")));
        CountDownLatch reading = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        CompletableFuture<Long> read = log().read(
                        logOf(first),
                        first.position().offset(),
                        first.position().offset() + 1,
                        batch -> {
                            reading.countDown();
                            awaitLatch(goOn);
                        });
        awaitLatch(reading);

        Published second = get(log().append(text(namespace, "a", "2")));
        long head = headOf(namespace, logOf(first));
        boolean waited = !read.isDone();
        goOn.countDown();

        assertThat(waited).isTrue();
        assertThat(head).isEqualTo(second.position().offset() + 1);
        assertThat(get(read)).isEqualTo(first.position().offset());
    }

    @Test
    void aFailingSinkEndsTheReadWithItsFailure() throws Exception {
        Namespace namespace = namespace(Policy.DEFAULT);
        Published first = get(log().append(text(namespace, "a", "1")));

        CompletableFuture<Long> read = log().read(
                        logOf(first),
                        first.position().offset(),
                        first.position().offset() + 1,
                        batch -> {
                            throw new IllegalStateException("full");
                        });

        assertThatThrownBy(() -> get(read)).rootCause().hasMessage("full");
        assertThat(readAll(first)).hasSize(1);
    }

    @Test
    void readingPastTheHeadOrInAnotherEpochIsRefused() throws Exception {
        Namespace namespace = namespace(Policy.DEFAULT);
        Published first = get(log().append(text(namespace, "a", "1")));
        LogId log = logOf(first);
        LogId otherLife =
                new LogId(log.namespace(), log.partition(), log.epoch().equals("00000000") ? "00000001" : "00000000");

        assertThatThrownBy(() -> get(log().read(log, 0, first.position().offset() + 2, batch -> {})))
                .hasCauseInstanceOf(LogUnavailableException.class);
        assertThatThrownBy(() -> get(log().read(otherLife, 0, 1, batch -> {})))
                .hasCauseInstanceOf(LogUnavailableException.class);
        assertThatThrownBy(() -> get(log().offsetAt(otherLife, Instant.EPOCH)))
                .hasCauseInstanceOf(LogUnavailableException.class);
    }

    @Test
    void concurrentAppendsEachGetAPlaceOfTheirOwn() throws Exception {
        Namespace namespace = namespace(Policy.DEFAULT);
        ConcurrentLinkedQueue<CompletableFuture<Published>> appends = new ConcurrentLinkedQueue<>();
        List<Thread> threads = IntStream.range(0, 4)
                .mapToObj(t -> new Thread(() -> {
                    for (int i = 0; i < 250; i++) {
                        appends.add(log().append(text(namespace, "t" + t, t + ":" + i)));
                    }
                }))
                .toList();

        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        List<Position> positions = new ArrayList<>();
        for (CompletableFuture<Published> append : appends) {
            positions.add(get(append).position());
        }

        assertThat(positions).hasSize(1_000).doesNotHaveDuplicates();
    }

    /** All updates of the log from a published one to the head. */
    List<Update> readAll(Published from) throws Exception {
        LogId log = logOf(from);
        List<Update> updates = new ArrayList<>();
        long head = headOf(namespaceOf(log), log);
        get(log().read(log, from.position().offset(), head, batch -> updates.addAll(batch.updates())));
        return updates;
    }

    /** The namespace of a log of the test's. */
    abstract Namespace namespaceOf(LogId log);

    static void awaitLatch(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
