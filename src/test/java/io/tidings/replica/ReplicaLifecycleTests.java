package io.tidings.replica;

import static io.tidings.replica.Samples.SCORES;
import static io.tidings.replica.Samples.batch;
import static io.tidings.replica.Samples.durable;
import static io.tidings.replica.Samples.ephemeral;
import static io.tidings.replica.Samples.namespaces;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tidings.log.UpdateLog;
import io.tidings.relay.Relay;
import io.tidings.topic.Batch;
import io.tidings.topic.Namespaces;
import io.tidings.topic.Topic;
import io.tidings.topic.Update;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class ReplicaLifecycleTests {

    private final ScriptedLog log = new ScriptedLog();

    private final FakeRelay relay = new FakeRelay();

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withUserConfiguration(ReplicaConfiguration.class, Properties.class)
            .withBean(UpdateLog.class, () -> log)
            .withBean(Relay.class, () -> relay)
            .withBean(Namespaces.class, () -> namespaces(durable("scores"), ephemeral("cursors")))
            .withBean(Clock.class, SettableClock::new)
            .withBean(MeterRegistry.class, SimpleMeterRegistry::new)
            .withPropertyValues("tidings.replica.head-check-interval=10ms");

    @Test
    void startsReadsBackTakesFromTheRelayAndStops() {
        log.append(batch(SCORES, 0, 2));
        runner.run(context -> {
            Replica replica = context.getBean(Replica.class);
            await().until(replica::isReady);
            log.append(batch(SCORES, 2, 3));
            relay.bring(batch(SCORES, 2, 3));

            await().until(() -> last(replica, "scores.t2").isPresent());
            assertThat(last(replica, "scores.t1")).isPresent();
        });
        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals("replica")));
    }

    @Test
    void isOutOfServiceUntilItIsReady() {
        log.create(SCORES);
        log.pause();
        runner.run(context -> {
            HealthIndicator health = context.getBean("replicaHealthIndicator", HealthIndicator.class);
            assertThat(health.health().getStatus()).isEqualTo(Status.OUT_OF_SERVICE);

            await().until(() -> log.pending() > 0);
            log.resume();
            await().until(() -> health.health().getStatus().equals(Status.UP));
            assertThat(health.health().getDetails())
                    .containsEntry("logs", 1)
                    .containsEntry("joined", 1)
                    .containsEntry("behind", 0);
        });
    }

    @Test
    void pausesTheReadingWhileItIsBusyAndLetsTheReaderGoWhenItStops() {
        log.append(batch(SCORES, 0, 20_000));
        log.batchSize(100);
        AtomicReference<Thread> reader = new AtomicReference<>();
        CountDownLatch release = new CountDownLatch(1);
        log.answerOn(step -> {
            Thread thread = new Thread(step);
            reader.set(thread);
            thread.start();
            if (!log.reads.isEmpty() && Thread.currentThread().getName().equals("replica")) {
                awaitUninterruptibly(release);
            }
        });
        runner.withPropertyValues("tidings.replica.inbox.read-size=20KB").run(context -> {
            Replica replica = context.getBean(Replica.class);
            await().until(() -> reader.get() != null && reader.get().getState() == Thread.State.WAITING);
            long start = System.nanoTime();
            replica.stop();

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
            assertThat(replica.isRunning()).isFalse();
            release.countDown();
            await().until(() -> !reader.get().isAlive());
        });
    }

    @Test
    void bindsItsPropertiesAndHasDefaults() {
        runner.withPropertyValues(
                        "tidings.replica.max-size=1MB",
                        "tidings.replica.inbox.relay-size=2MB",
                        "tidings.replica.view-timeout=5s")
                .run(context -> {
                    ReplicaProperties properties = context.getBean(ReplicaProperties.class);
                    assertThat(properties.maxBytes()).isEqualTo(1024 * 1024);
                    assertThat(properties.inbox().relaySize().toMegabytes()).isEqualTo(2);
                    assertThat(properties.headChecks(properties.viewTimeout())).isEqualTo(500);
                    assertThat(properties.heldSize().toMegabytes()).isEqualTo(32);
                    assertThat(properties.maxBackoff()).isEqualTo(Duration.ofSeconds(2));
                });
        runner.run(
                context -> assertThat(context.getBean(ReplicaProperties.class).maxBytes())
                        .isEqualTo(Runtime.getRuntime().maxMemory() / 3));
    }

    @Test
    void refusesPropertiesThatMakeNoSense() {
        for (String wrong : List.of(
                "head-check-interval=0ms",
                "inbox.relay-size=0B",
                "inbox.read-size=2GB",
                "inbox.requests=0",
                "held-size=-1B",
                "max-size=0B",
                "max-sources=0")) {
            runner.withPropertyValues("tidings.replica." + wrong)
                    .run(context -> assertThat(context).as(wrong).hasFailed());
        }
    }

    private static Optional<Update> last(Replica replica, String topic) {
        return replica.last(new Topic(topic)).join();
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @EnableConfigurationProperties(ReplicaProperties.class)
    static class Properties {}

    private static final class FakeRelay implements Relay {

        private Consumer<Batch> sink = batch -> {
            throw new IllegalStateException("nobody listens");
        };

        void bring(Batch batch) {
            sink.accept(batch);
        }

        @Override
        public CompletableFuture<Void> publish(Batch batch) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void subscribe(Consumer<Batch> newSink) {
            sink = newSink;
        }

        @Override
        public boolean isConnected() {
            return true;
        }

        @Override
        public void onConnectionChange(Consumer<Boolean> listener) {}
    }
}
