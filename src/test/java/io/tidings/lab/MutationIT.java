package io.tidings.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidings.lab.Finding.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The laboratory finds what is lost and doubled once the service lacks one of the things that prevent it. */
class MutationIT {

    private static final String LOG_REPLICA = "io.tidings.replica.LogReplica";

    private static final Mutation NO_RANGE_CHECK = Mutation.callInstead(LOG_REPLICA, "offer", "hold", "advance");

    /** Before it is ready a replica needs the head check; after that only what it reads of its own accord counts. */
    private static final Mutation NO_HEAD_CHECK = Mutation.doNothing(LOG_REPLICA, "readOn");

    private static final Mutation NO_REPAIR = Mutation.doNothing(LOG_REPLICA, "readGap");

    private static final Mutation COMMIT_BEFORE_RECEIPT = Mutation.completeAtOnce("io.tidings.ingest.Draft", "done");

    private static final Mutation SNAPSHOT_OUT_OF_ORDER =
            Mutation.callInstead("io.tidings.fanout.Fanout", "join", "addAndWake", "execute");

    private static final Path FOLDER = LabFolder.of("mutations");

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Twice as long as it takes a link to be found dead, made anew, and used. */
    private static final Duration HOPELESS = Duration.ofSeconds(8);

    private static LabBroker broker;

    private static KafkaProcess kafka;

    @BeforeAll
    static void start() {
        CompletableFuture<KafkaProcess> starting = CompletableFuture.supplyAsync(() -> KafkaProcess.start(FOLDER));
        broker = new ArtemisLabBroker(FOLDER);
        kafka = starting.join();
    }

    @AfterAll
    static void stop() {
        Stream.of(kafka, broker).forEach(MutationIT::close);
    }

    @Test
    void nothingIsWrongWithTheServiceAsItIs() throws IOException {
        try (Experiment experiment = new Experiment("whole")) {
            experiment.node().link().filterToClient(FrameFilter.drop("MESSAGE", 5));
            experiment.awaitJoins();

            assertThat(experiment.findings(PATIENCE)).isEmpty();
        }
    }

    @Test
    void findsWhatIsLostWithoutTheRangeCheck() throws IOException {
        try (Experiment experiment = new Experiment("unchecked", NO_RANGE_CHECK)) {
            experiment.node().link().filterToClient(FrameFilter.drop("MESSAGE", 5));

            assertThat(experiment.findings(HOPELESS)).extracting(Finding::kind).contains(Kind.LOST);
        }
    }

    @Test
    void nothingIsWrongWithoutRepairWhereReceiptsAreAwaited() throws IOException {
        try (Experiment experiment = new Experiment("unrepaired", NO_HEAD_CHECK, NO_REPAIR)) {
            experiment.node().link().filterToServer(FrameFilter.drop("SEND", 5));

            assertThat(experiment.findings(PATIENCE)).isEmpty();
        }
    }

    @Test
    void findsWhatIsLostWhenOffsetsAreCommittedBeforeTheReceiptAndNothingIsRepaired() throws IOException {
        try (Experiment experiment = new Experiment("uncommitted", NO_HEAD_CHECK, NO_REPAIR, COMMIT_BEFORE_RECEIPT)) {
            experiment.node().link().filterToServer(FrameFilter.drop("SEND", 5));

            assertThat(experiment.findings(HOPELESS)).extracting(Finding::kind).contains(Kind.LOST);
        }
    }

    @Test
    void findsTheSeamOfASnapshotOutOfOrder() throws IOException {
        try (Experiment experiment = new Experiment("unordered", SNAPSHOT_OUT_OF_ORDER)) {
            experiment.awaitJoins();

            assertThat(experiment.findings(PATIENCE)).isNotEmpty();
        }
    }

    private static void close(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** A node with mutations under load, a client that stays, and one that joins over and over. */
    private static final class Experiment implements AutoCloseable {

        private static final List<String> TOPICS = List.of("lab.t0", "lab.t1", "lab.t2", "lab.t3");

        private static final Duration PACE = Duration.ofMillis(4);

        private static final int JOINS = 200;

        private final Ledger ledger = new Ledger();

        private final Followed followed = Followed.resuming("all", "/topic/lab.#");

        private final Followed visited = Followed.visiting("visit", "/topic/lab.#");

        private final Service service;

        private final Recorder recorder;

        private final Rejoiner rejoiner;

        private final KafkaFeed feed;

        Experiment(String name, Mutation... mutations) throws IOException {
            Path mutants = FOLDER.resolve(name);
            for (Mutation mutation : mutations) {
                mutation.write(mutants);
            }
            service = Service.of(name, kafka, broker).start(FOLDER, 1, List.of(mutants));
            recorder = Recorder.start("recorder", service.ports(), List.of(followed), 1);
            await().atMost(PATIENCE).until(followed::isLive);
            feed = new KafkaFeed(service, TOPICS, PACE, ledger);
            feed.start();
            await().atMost(PATIENCE).until(() -> followed.deliveries() > 100);
            rejoiner = Rejoiner.start(service.ports().get(0), visited);
        }

        NodeProcess node() {
            return service.node(0);
        }

        void awaitJoins() {
            await().atMost(PATIENCE).until(() -> rejoiner.joined() >= JOINS);
        }

        /** Lets it go on for a moment, ends the feed, and waits until all has arrived, but not longer than this. */
        List<Finding> findings(Duration patience) {
            long begun = followed.deliveries();
            await().atMost(PATIENCE).until(() -> ledger.acknowledged() > begun + 500);
            rejoiner.stay();
            feed.close();
            try {
                await().atMost(patience).until(() -> followed.hasAll(ledger) && visited.hasAll(ledger));
            } catch (ConditionTimeoutException e) {
                // What has not come by now is lost.
                return all();
            }
            return all();
        }

        private List<Finding> all() {
            return Stream.of(followed, visited)
                    .flatMap(each -> each.findings(ledger).stream())
                    .toList();
        }

        @Override
        public void close() {
            feed.close();
            rejoiner.close();
            recorder.close();
            service.close();
        }
    }
}
