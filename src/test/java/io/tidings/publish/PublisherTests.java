package io.tidings.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tidings.log.LogUnavailableException;
import io.tidings.topic.LogId;
import io.tidings.topic.Namespace;
import io.tidings.topic.Namespace.Access;
import io.tidings.topic.Namespaces;
import io.tidings.topic.Policy;
import io.tidings.topic.Position;
import io.tidings.topic.Publication;
import io.tidings.topic.Published;
import io.tidings.topic.Topic;
import io.tidings.topic.UnknownNamespaceException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublisherTests {

    private static final Topic SCORE = new Topic("scores.nba.lal-bos");

    private static final Topic CURSOR = new Topic("cursors.board.7");

    private static final Policy.History NO_HISTORY = new Policy.History(0, Duration.ZERO);

    private final FakeUpdateLog log = new FakeUpdateLog();

    private final FakeRelay relay = new FakeRelay();

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    private final Publisher publisher = publisher();

    @Test
    void writesADurablePublicationToTheLogAndAnswersAsTheLogDoes() {
        Publication publication = publication(SCORE, "application/json", Map.of("trace", "1"), 5);
        CompletableFuture<Published> answer = publisher.publish(publication);
        assertThat(log.appended).containsExactly(publication);
        assertThat(answer).isNotDone();

        Published published = new Published(SCORE, new Position(new LogId("scores", 3, "9f2c01ab"), 1841), 77);
        log.answer.complete(published);
        assertThat(answer).isCompletedWithValue(published);
        assertThat(relay.published).isEmpty();
    }

    @Test
    void handsAnEphemeralPublicationToTheRelayPastTheLog() {
        CompletableFuture<Published> answer = publisher.publish(publication(CURSOR, null, Map.of(), 3));
        assertThat(log.appended).isEmpty();
        assertThat(relay.published).hasSize(1);
        relay.confirm(0);
        assertThat(answer)
                .isCompletedWithValueMatching(published ->
                        published.position().toString().equals("cursors~node-1@0") && published.timestamp() == 1_000);
    }

    @Test
    void takesABodyOfExactlyTheLimit() {
        publisher.publish(publication(SCORE, null, Map.of(), 10));
        assertThat(log.appended).hasSize(1);
    }

    @Test
    void refusesABodyOverTheLimitOfItsNamespace() {
        assertRefused(
                publication(SCORE, null, Map.of(), 11), "body: 11 bytes (expected: at most 10 in namespace 'scores')");
    }

    @Test
    void refusesHeadersOverTheLimit() {
        assertRefused(
                publication(SCORE, "text/plain", Map.of("trace", "x".repeat(40)), 1),
                "headers: 55 characters (expected: at most 50)");
    }

    @Test
    void takesHeadersOfExactlyTheLimit() {
        publisher.publish(publication(SCORE, "text/plain", Map.of("trace", "x".repeat(35)), 1));
        assertThat(log.appended).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain\r", "text/plain\nreceipt:1", "text/plain\0"})
    void refusesAContentTypeThatWouldBreakOutOfItsLine(String contentType) {
        assertRefused(
                publication(SCORE, contentType, Map.of(), 1),
                "header content-type: its value has a CR, LF or NUL (expected: none)");
    }

    @Test
    void refusesAnUnknownNamespace() {
        CompletableFuture<Published> answer = publisher.publish(publication(new Topic("nope.x"), null, Map.of(), 1));
        assertThatThrownBy(answer::join).cause().isInstanceOf(UnknownNamespaceException.class);
        assertThat(timed("unknown_namespace")).isEqualTo(1);
    }

    @Test
    void saysThatThePublicationIsInvalidWhereTheLogRefusesItForWhatItIs() {
        CompletableFuture<Published> answer = publisher.publish(publication(SCORE, null, Map.of(), 1));
        log.answer.completeExceptionally(new IllegalArgumentException("topic: 'scores.a' (expected: 'scores.all')"));

        assertThatThrownBy(answer::join)
                .hasCauseInstanceOf(InvalidPublicationException.class)
                .hasMessageContaining("topic: 'scores.a' (expected: 'scores.all')");
    }

    @Test
    void failsAsTheLogDoes() {
        CompletableFuture<Published> answer = publisher.publish(publication(SCORE, null, Map.of(), 1));
        LogUnavailableException failure = new LogUnavailableException("no Kafka");
        log.answer.completeExceptionally(failure);
        assertThatThrownBy(answer::join).hasCause(failure);
        assertThat(timed("unavailable")).isEqualTo(1);
    }

    @Test
    void countsALogThatFailsThroughAStageAsUnavailable() {
        CompletableFuture<Published> first = new CompletableFuture<>();
        log.answer = first.thenApply(published -> published);
        publisher.publish(publication(SCORE, null, Map.of(), 1));
        first.completeExceptionally(new LogUnavailableException("no Kafka"));
        assertThat(timed("unavailable")).isEqualTo(1);
    }

    @Test
    void countsWhatIsPublishedOnceItIsSafe() {
        publisher.publish(publication(CURSOR, null, Map.of(), 4));
        assertThat(timed("published")).isZero();
        relay.confirm(0);
        assertThat(timed("published")).isEqualTo(1);
        assertThat(registry.get("tidings.publish.bytes").counter().count()).isEqualTo(4);
    }

    private void assertRefused(Publication publication, String message) {
        assertThatThrownBy(publisher.publish(publication)::join)
                .cause()
                .isInstanceOf(InvalidPublicationException.class)
                .hasMessage(message);
        assertThat(log.appended).isEmpty();
        assertThat(timed("invalid")).isEqualTo(1);
    }

    private long timed(String outcome) {
        return registry.get("tidings.publish.time")
                .tag("outcome", outcome)
                .timer()
                .count();
    }

    private Publisher publisher() {
        PublishMetrics metrics = new PublishMetrics(registry);
        Clock clock = Clock.fixed(Instant.ofEpochMilli(1_000), ZoneOffset.UTC);
        EphemeralUpdates ephemeral =
                new EphemeralUpdates(new NodeIncarnation("node-1"), clock, relay, batch -> {}, metrics);
        return new Publisher(namespaces(), new PublicationLimits(50), log, ephemeral, metrics);
    }

    private static Namespaces namespaces() {
        Namespace scores = Namespace.of("scores", new Policy(true, true, NO_HISTORY, 10, 10), Access.DEFAULT);
        Namespace cursors = Namespace.of("cursors", new Policy(false, false, NO_HISTORY, 10, 10), Access.DEFAULT);
        return new Namespaces(List.of(scores, cursors), null);
    }

    private static Publication publication(
            Topic topic, @Nullable String contentType, Map<String, String> headers, int bytes) {
        return new Publication(topic, contentType, headers, new byte[bytes]);
    }
}
