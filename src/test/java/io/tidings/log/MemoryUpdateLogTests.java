package io.tidings.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidings.topic.Batch;
import io.tidings.topic.LogId;
import io.tidings.topic.Namespace;
import io.tidings.topic.Policy;
import io.tidings.topic.Published;
import io.tidings.topic.Update;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class MemoryUpdateLogTests extends AbstractUpdateLogTests {

    private static final AtomicInteger NAMESPACES = new AtomicInteger();

    private final MovableClock clock = new MovableClock();

    private final MemoryUpdateLog log = new MemoryUpdateLog(
            clock, new MemoryLogProperties(10_000, Duration.ofMinutes(10), DataSize.ofMegabytes(16)));

    @AfterEach
    void close() {
        log.close();
    }

    @Override
    UpdateLog log() {
        return log;
    }

    @Override
    Namespace namespace(Policy policy) {
        clock.now = clock.now.plusMillis(1);
        return Namespace.of("memory" + NAMESPACES.incrementAndGet(), policy, Namespace.Access.DEFAULT);
    }

    @Override
    Namespace namespaceOf(LogId log) {
        return Namespace.of(log.namespace(), Policy.DEFAULT, Namespace.Access.DEFAULT);
    }

    @Test
    void followersSeeEveryUpdateInOrder() throws Exception {
        Namespace namespace = namespace(Policy.DEFAULT);
        List<Batch> followed = new ArrayList<>();
        get(log.append(text(namespace, "a", "before")));

        log.follow(followed::add);
        Published first = get(log.append(text(namespace, "a", "1")));
        Published second = get(log.append(text(namespace, "b", "2")));

        assertThat(followed).extracting(Batch::from).containsExactly(1L, 2L);
        assertThat(followed).extracting(Batch::to).containsExactly(2L, 3L);
        assertThat(followed)
                .flatExtracting(Batch::updates)
                .extracting(Update::position)
                .containsExactly(first.position(), second.position());
    }

    @Test
    void readingBeginsLaterWhereUpdatesWereEvictedByNumber() throws Exception {
        MemoryUpdateLog small =
                new MemoryUpdateLog(clock, new MemoryLogProperties(3, Duration.ofHours(1), DataSize.ofMegabytes(1)));

        assertThat(bodiesLeftOf(small, 5)).containsExactly("3", "4", "5");
    }

    @Test
    void readingBeginsLaterWhereUpdatesWereEvictedByBytes() throws Exception {
        MemoryUpdateLog small =
                new MemoryUpdateLog(clock, new MemoryLogProperties(100, Duration.ofHours(1), DataSize.ofBytes(500)));

        assertThat(bodiesLeftOf(small, 5)).containsExactly("4", "5");
    }

    @Test
    void readingBeginsLaterWhereUpdatesWereEvictedByAge() throws Exception {
        Namespace namespace = namespace(Policy.DEFAULT);
        Published first = get(log.append(text(namespace, "a", "old")));
        clock.now = clock.now.plus(Duration.ofMinutes(11));
        get(log.append(text(namespace, "a", "new")));
        List<Batch> batches = new ArrayList<>();

        long began = get(log.read(logOf(first), 0, 2, batches::add));

        assertThat(began).isEqualTo(1);
        assertThat(batches).extracting(Batch::from).containsExactly(1L);
    }

    @Test
    void anotherStartIsAnotherEpoch() throws Exception {
        Namespace namespace = namespace(Policy.DEFAULT);
        MemoryUpdateLog restarted =
                new MemoryUpdateLog(clock, new MemoryLogProperties(10, Duration.ofHours(1), DataSize.ofMegabytes(1)));

        assertThat(get(restarted.heads(List.of(namespace)))).isNotEqualTo(get(log.heads(List.of(namespace))));
    }

    private List<String> bodiesLeftOf(MemoryUpdateLog small, int appended) throws Exception {
        Namespace namespace = namespace(Policy.DEFAULT);
        Published last = get(small.append(text(namespace, "a", "1")));
        for (int i = 2; i <= appended; i++) {
            last = get(small.append(text(namespace, "a", Integer.toString(i))));
        }
        List<Update> updates = new ArrayList<>();
        long began = get(small.read(logOf(last), 0, appended, batch -> updates.addAll(batch.updates())));
        small.close();
        assertThat(updates.get(0).position().offset()).isEqualTo(began);
        return updates.stream().map(update -> new String(update.body(), UTF_8)).toList();
    }

    private static final class MovableClock extends Clock {

        private volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }
    }
}
