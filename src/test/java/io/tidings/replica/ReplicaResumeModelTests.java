package io.tidings.replica;

import static io.tidings.replica.Samples.SCORES;
import static io.tidings.replica.Samples.SCORES_1;
import static io.tidings.replica.Samples.namespace;
import static io.tidings.replica.Samples.namespaces;
import static io.tidings.replica.Samples.policy;
import static io.tidings.replica.Samples.tombstone;
import static io.tidings.replica.Samples.update;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import io.tidings.topic.Batch;
import io.tidings.topic.Cursor;
import io.tidings.topic.LogId;
import io.tidings.topic.TopicPattern;
import io.tidings.topic.Update;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.springframework.util.unit.DataSize;

/**
 * Clients whose connections are cut anywhere, in the middle of a recovery too, come back to any node: one that is ahead
 * or behind, has just started, or has dropped what it had no room for. What they had seen, what they are given and what
 * comes live make up the log, or they are told of a gap; where nothing was dropped anywhere, of none. A failing seed
 * reproduces.
 */
class ReplicaResumeModelTests {

    private static final int STEPS = 300;

    private static final List<LogId> LOGS = List.of(SCORES, SCORES_1);

    private static final List<String> PATTERNS = List.of(
            "scores.#",
            "scores.*",
            "scores.a.#",
            "scores.a.t1",
            "scores.a.t2",
            "scores.t3",
            "scores.t12",
            "scores.never");

    private final LoggerContext logging = (LoggerContext) LoggerFactory.getILoggerFactory();

    @BeforeEach
    void keepQuiet() {
        logging.getLogger(ReplicaResumeModelTests.class.getPackageName()).setLevel(Level.OFF);
    }

    @AfterEach
    void speakAgain() {
        logging.getLogger(ReplicaResumeModelTests.class.getPackageName()).setLevel(null);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void givesExactlyWhatWasMissedOrTellsOfAGap(long seed) {
        Random seeds = new Random(seed);
        Map<String, Integer> happened = new TreeMap<>();
        for (int round = 0; round < 60; round++) {
            Shape shape = Shape.values()[round % Shape.values().length];
            new Model(shape, new Random(seeds.nextLong()), happened).run();
        }
        assertThat(happened)
                .containsKeys("recovered nothing", "recovered something", "waited", "refused")
                .containsKeys("view below-edge", "view unnamed-log", "view too-much")
                .containsKeys("cut in a recovery", "fresh node", "reset");
    }

    /** What a round is about. */
    private enum Shape {
        /** Everything is kept, so that everything can be proven. */
        ROOMY,
        /** Everything is kept, and topics stand in several logs. */
        ROOMY_MOVED,
        /** Histories are short, topics are forgotten, time passes, and retention is faster than reading. */
        TIGHT,
        /** As before, and topics stand in several logs: then only patterns are followed. */
        TIGHT_MOVED;

        boolean isRoomy() {
            return this == ROOMY || this == ROOMY_MOVED;
        }

        boolean isMoved() {
            return this == ROOMY_MOVED || this == TIGHT_MOVED;
        }
    }

    private static final class Model {

        private final Shape shape;

        private final Random random;

        private final Map<String, Integer> happened;

        private final Truth truth = new Truth(LOGS);

        private final List<Batch> sent = new ArrayList<>();

        private final List<Bench> nodes = new ArrayList<>();

        private final List<Client> clients = new ArrayList<>();

        private final int historySize;

        private final int maxTopics;

        private final long maxBytes;

        private Duration elapsed = Duration.ZERO;

        /** Whether retention was ever faster than reading: last values may be old then. */
        private boolean lossy;

        private final Map<LogId, Long> retained = new HashMap<>();

        Model(Shape shape, Random random, Map<String, Integer> happened) {
            this.shape = shape;
            this.random = random;
            this.happened = happened;
            this.historySize = shape.isRoomy() ? 10_000 : random.nextInt(6);
            this.maxTopics = shape.isRoomy() || random.nextBoolean() ? 1000 : 3 + random.nextInt(10);
            this.maxBytes = shape.isRoomy() || random.nextBoolean() ? 16_000_000 : 2_000 + random.nextInt(10_000);
        }

        void run() {
            for (int i = 0; i < 2; i++) {
                nodes.add(node());
            }
            for (int i = 0; i < 4; i++) {
                clients.add(new Client());
            }
            for (int step = 0; step < STEPS; step++) {
                step();
            }
            nodes.forEach(this::settle);
            clients.forEach(Client::verify);
            nodes.forEach(this::countViews);
        }

        private void countViews(Bench node) {
            node.meters.find("tidings.replica.views").counters().stream()
                    .filter(counter -> counter.count() > 0)
                    .forEach(counter -> count("view " + counter.getId().getTag("reason")));
        }

        private void settle(Bench node) {
            node.log.fail(false);
            node.log.resume();
            node.ticks(20);
        }

        private Bench node() {
            Bench node = new Bench(
                    namespaces(namespace("scores", policy(random.nextInt(4) > 0, historySize, maxTopics))),
                    Samples.properties(DataSize.ofMegabytes(1), DataSize.ofMegabytes(1), maxBytes));
            node.clock.advance(elapsed);
            LOGS.forEach(log -> {
                node.log.create(log);
                if (truth.head(log) > 0) {
                    node.log.append(new Batch(log, 0, truth.head(log), truth.of(log)));
                }
                node.log.retain(log, retained.getOrDefault(log, 0L));
            });
            node.log.batchSize(1 + random.nextInt(5));
            node.replica.start();
            return node;
        }

        private void step() {
            Bench node = nodes.get(random.nextInt(nodes.size()));
            switch (random.nextInt(16)) {
                case 0, 1, 2, 3, 4 -> append(LOGS.get(random.nextInt(LOGS.size())));
                case 5 -> node.replica.offer(sent.isEmpty() ? append(SCORES) : sent.get(random.nextInt(sent.size())));
                case 6, 7 -> node.thread.tick();
                case 8 -> node.log.pause();
                case 9 -> node.log.resume();
                case 10 -> node.log.fail(random.nextInt(3) == 0);
                case 11 -> dropSomething(node);
                default -> clients.get(random.nextInt(clients.size())).step();
            }
            if (random.nextBoolean()) {
                node.thread.runAll();
            }
        }

        /** Writes a stretch with holes, though not at first: who begins after those does not know that they were holes. */
        private Batch append(LogId log) {
            long from = truth.head(log);
            long to = from + 1 + random.nextInt(6);
            List<Update> updates = new ArrayList<>();
            for (long offset = from; offset < to; offset++) {
                if (offset == 0 || random.nextInt(4) > 0) {
                    updates.add(random(log, offset));
                }
            }
            Batch batch = new Batch(log, from, to, updates);
            truth.append(batch);
            sent.add(batch);
            for (Bench node : nodes) {
                node.log.append(batch);
                if (random.nextInt(3) > 0) {
                    node.replica.offer(batch);
                }
            }
            return batch;
        }

        private Update random(LogId log, long offset) {
            int topic = (int) (random.nextInt(8) * (random.nextInt(3) / 2.0))
                    + (shape.isMoved() ? 0 : 10 * log.partition());
            String key = (topic % 3 == 0 ? "" : "a.") + "t" + topic;
            return random.nextInt(10) == 0
                    ? tombstone(log, offset, key)
                    : update(log, offset, key, Samples.NOW.plus(elapsed).toEpochMilli());
        }

        private void dropSomething(Bench node) {
            int what = random.nextInt(6);
            if (what == 0) {
                restart(node);
            } else if (!shape.isRoomy() && what == 1) {
                retain(LOGS.get(random.nextInt(LOGS.size())));
            } else if (!shape.isRoomy() && what < 4) {
                elapsed = elapsed.plus(Samples.WINDOW.dividedBy(3));
                nodes.forEach(each -> each.clock.advance(Samples.WINDOW.dividedBy(3)));
            }
        }

        private void restart(Bench node) {
            clients.stream().filter(client -> client.node == node).forEach(Client::cut);
            countViews(node);
            nodes.set(nodes.indexOf(node), node());
            count("fresh node");
        }

        private void retain(LogId log) {
            long first = truth.head(log) - random.nextInt(10);
            if (first > retained.getOrDefault(log, 0L)) {
                lossy = true;
                retained.put(log, first);
                nodes.forEach(node -> node.log.retain(log, first));
            }
        }

        private void count(String what) {
            happened.merge(what, 1, Integer::sum);
        }

        /** Somebody who follows a pattern, on one node after the other. */
        private final class Client {

            private final TopicPattern pattern =
                    new TopicPattern(PATTERNS.get(random.nextInt(shape == Shape.TIGHT_MOVED ? 3 : PATTERNS.size())));

            private final List<FollowedView> followed = new ArrayList<>();

            private Cursor cursor;

            private Bench node;

            private FollowedView current;

            private boolean asking;

            void step() {
                if (current != null) {
                    cut();
                } else if (!asking) {
                    ask(nodes.get(random.nextInt(nodes.size())));
                }
            }

            /** The connection breaks: some of what was sent has arrived. */
            void cut() {
                asking = false;
                node = null;
                if (current != null) {
                    cursor = cursorAfterCut();
                    current.end();
                    current = null;
                }
            }

            void verify() {
                followed.forEach(FollowedView::verifyLive);
                if (current != null) {
                    current.verifyLiveToTheEnd();
                }
            }

            private void ask(Bench where) {
                asking = true;
                node = where;
                Cursor since = cursor == null || shape.isRoomy() ? cursor : perhapsTrimmed(cursor);
                ViewQuery query = new ViewQuery(pattern, true, random.nextInt(3), since);
                boolean[] answered = {false};
                where.replica.view(
                        query,
                        view -> {
                            answered[0] = true;
                            if (asking && node == where) {
                                answered(new FollowedView(query, view, where, truth));
                            }
                        },
                        failure -> {
                            answered[0] = true;
                            asking &= node != where;
                            count("refused");
                        });
                where.thread.runAll();
                if (!answered[0] && since != null && where.replica.isReady()) {
                    count("waited");
                }
            }

            private Cursor perhapsTrimmed(Cursor whole) {
                Map<LogId, Long> offsets = new HashMap<>(whole.offsets());
                if (random.nextInt(8) == 0) {
                    offsets.remove(LOGS.get(random.nextInt(LOGS.size())));
                }
                if (random.nextInt(8) == 0) {
                    offsets.put(Samples.NEWS, 7L);
                }
                return Cursor.of(offsets);
            }

            private void answered(FollowedView view) {
                asking = false;
                current = view;
                followed.add(view);
                if (view.isRecovery()) {
                    count(view.view().updates().isEmpty() ? "recovered nothing" : "recovered something");
                    view.verifyRecovery();
                    return;
                }
                if (view.view().gap() && shape.isRoomy()) {
                    assertThat(view.owed())
                            .as("a gap where nothing was dropped")
                            .isGreaterThan(Samples.MAX_RECOVERY);
                }
                view.verifyNoRecovery();
                if (!shape.isMoved() && !lossy) {
                    view.verifySnapshot();
                }
            }

            private Cursor cursorAfterCut() {
                if (current.isRecovery() && random.nextInt(3) == 0) {
                    count("cut in a recovery");
                    return current.cursorAfterShown(part(current.view().updates()));
                }
                if (current.wasReset()) {
                    count("reset");
                    return current.cursorAfterLive(0);
                }
                return current.cursorAfterLive(part(current.live()));
            }

            private int part(List<Update> updates) {
                return random.nextInt(updates.size() + 1);
            }
        }
    }
}
