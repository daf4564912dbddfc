package io.tidings.replica;

import static io.tidings.replica.Samples.NEWS;
import static io.tidings.replica.Samples.SCORES;
import static io.tidings.replica.Samples.SCORES_1;
import static io.tidings.replica.Samples.durable;
import static io.tidings.replica.Samples.namespaces;
import static io.tidings.replica.Samples.update;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.tidings.topic.Batch;
import io.tidings.topic.LogId;
import io.tidings.topic.Topic;
import io.tidings.topic.TopicPattern;
import io.tidings.topic.Update;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.springframework.util.unit.DataSize;

/**
 * Whatever the relay and the log do – batches doubled, lost, reordered, cut anew and made up, reads that are slow or fail
 * half way – the listener hears each update once and in order, and a view with what comes after it has neither hole nor
 * double. A failing seed reproduces.
 */
class ReplicaModelTests {

    private static final int STEPS = 400;

    /** What must have happened for the test to mean anything. */
    private static final Set<String> EXPECTED = Set.of(
            "updates",
            "doubles",
            "gaps",
            "gaps.healed",
            "direct.reads",
            "read.failures",
            "discarded.inbox-full",
            "discarded.held-full",
            "discarded.unknown-log");

    private static final List<LogId> LOGS = List.of(SCORES, SCORES_1, NEWS);

    private final LoggerContext logging = (LoggerContext) LoggerFactory.getILoggerFactory();

    @BeforeEach
    void keepQuiet() {
        logging.getLogger(ReplicaModelTests.class.getPackageName()).setLevel(Level.OFF);
    }

    @AfterEach
    void speakAgain() {
        logging.getLogger(ReplicaModelTests.class.getPackageName()).setLevel(null);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void hearsEachUpdateOnceAndInOrderAndSeesItInEveryView(long seed) {
        Random seeds = new Random(seed);
        Map<String, Double> happened = new HashMap<>();
        for (int round = 0; round < 40; round++) {
            Bench bench = new Model(new Random(seeds.nextLong())).run();
            bench.meters.getMeters().stream()
                    .filter(Counter.class::isInstance)
                    .forEach(meter -> happened.merge(name(meter), ((Counter) meter).count(), Double::sum));
        }
        assertThat(EXPECTED)
                .allSatisfy(name -> assertThat(happened.get(name)).as(name).isPositive());
    }

    private static String name(Meter meter) {
        String reason = meter.getId().getTag("reason");
        String name = meter.getId().getName().replace("tidings.replica.", "");
        return reason == null ? name : name + "." + reason;
    }

    private static final class Model {

        private final Random random;

        private final Bench bench;

        private final List<Batch> sent = new ArrayList<>();

        private final List<Seen> seen = new ArrayList<>();

        Model(Random random) {
            this.random = random;
            long held = random.nextBoolean() ? 2_000 : 1_000_000;
            long relay = random.nextBoolean() ? 1_500 : 1_000_000;
            this.bench = new Bench(
                    namespaces(durable("scores"), durable("news")),
                    Samples.properties(DataSize.ofBytes(relay), DataSize.ofBytes(held)));
        }

        Bench run() {
            for (LogId log : LOGS) {
                bench.log.create(log);
                bench.log.batchSize(1 + random.nextInt(5));
                append(log);
            }
            bench.replica.start();
            for (int step = 0; step < STEPS; step++) {
                step();
            }
            bench.log.fail(false);
            bench.log.resume();
            bench.ticks(20);
            verify();
            return bench;
        }

        private void step() {
            LogId log = LOGS.get(random.nextInt(LOGS.size()));
            switch (random.nextInt(12)) {
                case 0, 1, 2 -> send(append(log));
                case 3 -> append(log);
                case 4 -> resend();
                case 5 -> send(cutAnew(log));
                case 6 -> bench.thread.tick();
                case 7 -> bench.log.pause();
                case 8 -> bench.log.resume();
                case 9 -> bench.log.fail(random.nextInt(3) == 0);
                case 10 -> answerAny();
                default -> view(log.namespace());
            }
            if (random.nextBoolean()) {
                bench.thread.runAll();
            }
        }

        /** Writes a stretch with holes; the ingesting node makes one batch of it. */
        private Batch append(LogId log) {
            long from = bench.log.head(log);
            long to = from + 1 + random.nextInt(6);
            List<Update> updates = new ArrayList<>();
            for (long offset = from; offset < to; offset++) {
                if (random.nextInt(4) > 0) {
                    updates.add(update(log, offset, "t" + (log.partition() * 10 + random.nextInt(6))));
                }
            }
            Batch batch = new Batch(log, from, to, updates);
            bench.log.append(batch);
            sent.add(batch);
            return batch;
        }

        private void send(Batch batch) {
            bench.replica.offer(batch);
        }

        private void resend() {
            send(sent.get(random.nextInt(sent.size())));
        }

        /** What another node makes of the same log: other cuts. */
        private Batch cutAnew(LogId log) {
            long head = bench.log.head(log);
            long from = random.nextLong(head);
            long to = from + 1 + random.nextLong(Math.min(10, head - from));
            return new Batch(
                    log,
                    from,
                    to,
                    bench.log.updates(log).stream()
                            .filter(update -> update.position().offset() >= from
                                    && update.position().offset() < to)
                            .toList());
        }

        private void answerAny() {
            if (bench.log.pending() > 0) {
                bench.log.answer(random.nextInt(bench.log.pending()));
            }
        }

        private void view(String namespace) {
            bench.replica.view(
                    ViewQuery.lastValues(new TopicPattern(namespace + ".#")),
                    view -> seen.add(new Seen(namespace, view, bench.listener.updates.size())),
                    failure -> {});
        }

        private void verify() {
            assertThat(bench.listener.resets).isEmpty();
            for (LogId log : LOGS) {
                List<Update> told = told(log, 0);
                long first = told.isEmpty()
                        ? bench.log.head(log)
                        : told.get(0).position().offset();
                SequenceChecker.check(bench.log.updates(log), first, told);
            }
            assertThat(seen).isNotEmpty();
            seen.forEach(this::verify);
        }

        /** A view and what was told since make up the log, and the last values are those at its cursor. */
        private void verify(Seen one) {
            for (LogId log : LOGS) {
                if (log.namespace().equals(one.namespace())) {
                    long position = one.view().cursor().offset(log).orElseThrow();
                    SequenceChecker.check(bench.log.updates(log), position + 1, told(log, one.told()));
                    assertThat(positions(one.view().lastValues(), log)).isEqualTo(lastValues(log, position));
                }
            }
        }

        private List<Update> told(LogId log, int since) {
            List<Update> told = bench.listener.updates;
            return of(told.subList(since, told.size()), log);
        }

        /** What a naive reader of the log finds. */
        private List<String> lastValues(LogId log, long position) {
            Map<Topic, Update> last = new HashMap<>();
            bench.log.updates(log).stream()
                    .filter(update -> update.position().offset() <= position)
                    .forEach(update -> last.put(update.topic(), update));
            return last.values().stream()
                    .sorted((a, b) ->
                            Long.compare(a.position().offset(), b.position().offset()))
                    .map(update -> update.position().toString())
                    .toList();
        }

        private static List<String> positions(List<Update> updates, LogId log) {
            return Samples.positions(of(updates, log));
        }

        private static List<Update> of(List<Update> updates, LogId log) {
            return updates.stream()
                    .filter(update -> update.position().source().equals(log))
                    .toList();
        }
    }

    private record Seen(String namespace, View view, int told) {}
}
