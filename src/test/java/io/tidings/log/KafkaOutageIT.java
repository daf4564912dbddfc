package io.tidings.log;

import static io.tidings.log.AbstractUpdateLogTests.get;
import static io.tidings.log.AbstractUpdateLogTests.logOf;
import static io.tidings.log.AbstractUpdateLogTests.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.tidings.testing.KafkaBroker;
import io.tidings.topic.Namespace;
import io.tidings.topic.Policy;
import io.tidings.topic.Published;
import io.tidings.topic.Update;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.health.contributor.Status;

@Timeout(120)
class KafkaOutageIT {

    private static final String TIMEOUT = "tidings.log.request-timeout=2s";

    @Test
    void everythingFailsSoonWhereNobodyListens() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        assertFailsSoon("127.0.0.1:" + port);
    }

    @Test
    void everythingFailsSoonWhereNobodyAnswers() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            assertFailsSoon("127.0.0.1:" + silent.getLocalPort());
        }
    }

    @Test
    void startsThoughTheAddressDoesNotResolve() throws Exception {
        assertFailsSoon("kafka.invalid:9092");
    }

    @Test
    void failsWhileTheBrokerIsAwayAndHealsByItself() throws Exception {
        try (KafkaBroker broker = new KafkaBroker();
                KafkaLogContext context = new KafkaLogContext(broker.bootstrapServers(), TIMEOUT)) {
            Namespace namespace = context.namespace("scores", Policy.DEFAULT);
            context.start();
            Published before = get(context.log().append(text(namespace, "a", "before")));

            broker.stop();
            assertUnavailable(context.log().append(text(namespace, "a", "lost")));
            assertUnavailable(context.log().heads(List.of(namespace)));
            assertUnavailable(context.log().read(logOf(before), 0, 1, batch -> {}));
            await().untilAsserted(() -> assertThat(health(context)).isEqualTo(Status.DOWN));
            broker.start();

            AtomicReference<Published> after = new AtomicReference<>();
            await().atMost(Duration.ofMinutes(1)).ignoreExceptions().until(() -> {
                after.set(get(context.log().append(text(namespace, "a", "after"))));
                return true;
            });
            await().atMost(Duration.ofMinutes(1))
                    .untilAsserted(() -> assertThat(health(context)).isEqualTo(Status.UP));
            assertThat(after.get().position().source())
                    .isEqualTo(before.position().source());
            List<Update> updates = new ArrayList<>();
            get(context.log()
                    .read(
                            logOf(before),
                            0,
                            after.get().position().offset() + 1,
                            batch -> updates.addAll(batch.updates())));
            assertThat(updates.get(0).position()).isEqualTo(before.position());
            assertThat(updates.get(updates.size() - 1).position())
                    .isEqualTo(after.get().position());
        }
    }

    @Test
    void failsAtOnceWhileKafkaIsKnownToBeAwayAndTriesNothing() throws Exception {
        try (KafkaBroker broker = new KafkaBroker();
                KafkaLogContext context =
                        new KafkaLogContext(broker.bootstrapServers(), "tidings.log.request-timeout=3s")) {
            Namespace namespace = context.namespace("scores", Policy.DEFAULT);
            context.start();
            Published before = get(context.log().append(text(namespace, "a", "before")));

            broker.stop();
            await().atMost(Duration.ofMinutes(1))
                    .until(() ->
                            context.log().append(text(namespace, "a", "away")).isCompletedExceptionally());
            List<CompletableFuture<Published>> refused = IntStream.range(0, 1_000)
                    .mapToObj(i -> context.log().append(text(namespace, "a", "refused")))
                    .toList();
            assertThat(refused).allMatch(CompletableFuture::isCompletedExceptionally);
            assertThatThrownBy(() -> get(refused.get(999)))
                    .hasCauseInstanceOf(LogUnavailableException.class)
                    .hasMessageContaining("not tried");
            assertThat(rejected(context, "unreachable")).isGreaterThanOrEqualTo(1_000);

            broker.start();
            AtomicReference<Published> after = new AtomicReference<>();
            await().atMost(Duration.ofMinutes(1)).ignoreExceptions().until(() -> {
                after.set(get(context.log().append(text(namespace, "a", "after"))));
                return true;
            });
            List<String> bodies = new ArrayList<>();
            long end = after.get().position().offset() + 1;
            get(context.log()
                    .read(
                            logOf(before),
                            0,
                            end,
                            batch -> batch.updates()
                                    .forEach(update -> bodies.add(new String(update.body(), StandardCharsets.UTF_8)))));
            assertThat(bodies).contains("before", "after").doesNotContain("refused");
        }
    }

    @Test
    void refusesAtOnceWhatItsBufferCannotHold() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                KafkaLogContext context = new KafkaLogContext(
                        "127.0.0.1:" + silent.getLocalPort(), "tidings.log.append-buffer=2KB", TIMEOUT)) {
            Namespace namespace = context.namespace("scores", Policy.DEFAULT);
            context.start();
            List<CompletableFuture<Published>> appends = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                appends.add(context.log().append(text(namespace, "a", "x")));
            }

            assertThat(appends.get(9)).isCompletedExceptionally();
            assertThatThrownBy(() -> get(appends.get(9))).hasMessageContaining("wait to be appended");
            assertThat(appends.get(0)).isNotDone();
            assertUnavailable(appends.get(0));
            await().untilAsserted(() -> assertThatThrownBy(
                            () -> get(context.log().append(text(namespace, "a", "x"))))
                    .hasMessageNotContaining("wait to be appended"));
            assertThat(rejected(context, "buffer-full")).isPositive();
        }
    }

    private static void assertFailsSoon(String bootstrapServers) throws Exception {
        KafkaLogContext context = new KafkaLogContext(bootstrapServers, TIMEOUT);
        Namespace namespace = context.namespace("scores", Policy.DEFAULT);
        long start;
        try (context) {
            context.start();
            start = System.nanoTime();
            assertUnavailable(context.log().append(text(namespace, "a", "x")));
            assertUnavailable(context.log().heads(List.of(namespace)));
            assertThat(health(context)).isEqualTo(Status.DOWN);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    }

    private static double rejected(KafkaLogContext context, String reason) {
        return context.bean(MeterRegistry.class)
                .get("tidings.log.appends.rejected")
                .tag("reason", reason)
                .counter()
                .count();
    }

    private static Status health(KafkaLogContext context) {
        return context.bean(LogHealthIndicator.class).health().getStatus();
    }

    private static void assertUnavailable(CompletableFuture<?> asked) {
        long start = System.nanoTime();
        assertThatThrownBy(() -> get(asked)).hasCauseInstanceOf(LogUnavailableException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
    }
}
