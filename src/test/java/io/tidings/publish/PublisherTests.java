package io.tidings.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tidings.log.LogUnavailableException;
import io.tidings.replica.Original;
import io.tidings.topic.LogId;
import io.tidings.topic.Namespace;
import io.tidings.topic.Namespace.Access;
import io.tidings.topic.Namespaces;
import io.tidings.topic.NodeIncarnation;
import io.tidings.topic.Policy;
import io.tidings.topic.Position;
import io.tidings.topic.Publication;
import io.tidings.topic.Published;
import io.tidings.topic.Topic;
import io.tidings.topic.UnknownNamespaceException;
import io.tidings.topic.Update;
import io.tidings.trace.Spans;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublisherTests {

    private static final Topic SCORE = new Topic("scores.nba.lal-bos");

    private static final Topic CURSOR = new Topic("cursors.board.7");

    private static final IdempotencyKey KEY = IdempotencyKey.ofAdmin("k1");

    private static final Policy.History NO_HISTORY = new Policy.History(0, Duration.ZERO);

    private final FakeUpdateLog log = new FakeUpdateLog();

    private final FakeOriginals originals = new FakeOriginals();

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
    void refusesTheTopicOfCanaries() {
        assertRefused(
                publication(Topic.canary(SCORE.namespace()), null, Map.of(), 1),
                "topic: 'scores.@%25canary' (expected: not that of canaries)");
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

    @Test
    void writesTheKeyBesideThePublicationsHeadersWhateverTheirLimit() {
        Publication publication = publication(SCORE, null, Map.of("trace", "x".repeat(45)), 1);
        publisher.publish(publication, KEY);
        assertThat(log.appended).containsExactly(publication.withIdempotencyKey(KEY.value()));
        assertThat(log.appended.get(0).headers())
                .isEqualTo(Map.of("trace", "x".repeat(45), "tidings-idempotency-key", KEY.value()));
    }

    @Test
    void answersAKeyedPublicationOnceThisNodeHasAppliedIt() {
        originals.held = new CompletableFuture<>();
        CompletableFuture<Published> answer = publisher.publish(publication(SCORE, null, Map.of(), 1), KEY);
        log.answer.complete(published(1841));
        assertThat(answer).isNotDone();
        assertThat(timed("published")).isZero();

        originals.held.complete(Original.of(originals.asked.get(0)));
        assertThat(answer).isCompletedWithValue(published(1841));
        assertThat(timed("published")).isEqualTo(1);
    }

    @Test
    void answersWithTheFirstPositionWhereAnotherNodeWasFaster() {
        originals.held = CompletableFuture.completedFuture(Original.of(keyed(1800, 1)));
        CompletableFuture<Published> answer = publisher.publish(publication(SCORE, null, Map.of(), 1), KEY);
        log.answer.complete(published(1841));
        assertThat(answer).isCompletedWithValue(published(1800));
        assertThat(timed("repeated")).isEqualTo(1);
        assertThat(registry.get("tidings.publish.bytes").counter().count()).isZero();
    }

    @Test
    void answersWithTheFirstPositionAtOnceWhereTheKeyIsKnown() {
        originals.knows(keyed(1800, 1));
        CompletableFuture<Published> answer = publisher.publish(publication(SCORE, null, Map.of(), 1), KEY);
        assertThat(answer).isCompletedWithValue(published(1800));
        assertThat(log.appended).isEmpty();
        assertThat(timed("repeated")).isEqualTo(1);
    }

    @Test
    void refusesAKeyThatIsKnownForAnotherBody() {
        originals.knows(keyed(1800, 2));
        CompletableFuture<Published> answer = publisher.publish(publication(SCORE, null, Map.of(), 1), KEY);
        assertThatThrownBy(answer::join)
                .cause()
                .isInstanceOf(IdempotencyKeyReusedException.class)
                .hasMessage("idempotency-key: of another body, at scores-3.9f2c01ab@1800"
                        + " (expected: a key for each publication)");
        assertThat(timed("invalid")).isEqualTo(1);
    }

    @Test
    void refusesAKeyThatTurnsOutToBeThatOfAnotherBody() {
        originals.held = CompletableFuture.completedFuture(Original.of(keyed(1800, 2)));
        CompletableFuture<Published> answer = publisher.publish(publication(SCORE, null, Map.of(), 1), KEY);
        log.answer.complete(published(1841));
        assertThatThrownBy(answer::join).cause().isInstanceOf(IdempotencyKeyReusedException.class);
    }

    @Test
    void saysThatTheOutcomeIsUnknownWhereTheLogDoesNotAcknowledge() {
        log.answer = CompletableFuture.failedFuture(new LogUnavailableException("no Kafka"));
        assertUnknown(publisher.publish(publication(SCORE, null, Map.of(), 1), KEY));
    }

    @Test
    void saysThatTheOutcomeIsUnknownWhereThisNodeDoesNotReadItInTime() {
        log.answer.complete(published(1841));
        originals.held = CompletableFuture.failedFuture(new TimeoutException());
        assertUnknown(publisher.publish(publication(SCORE, null, Map.of(), 1), KEY));
    }

    @Test
    void refusesAKeyWhereNothingIsKept() {
        assertThatThrownBy(publisher.publish(publication(CURSOR, null, Map.of(), 1), KEY)::join)
                .cause()
                .isInstanceOf(InvalidPublicationException.class)
                .hasMessage("idempotency-key: in namespace 'cursors' (expected: none, for nothing is kept there)");
        assertThat(relay.published).isEmpty();
    }

    private void assertUnknown(CompletableFuture<Published> answer) {
        assertThatThrownBy(answer::join)
                .cause()
                .isInstanceOf(OutcomeUnknownException.class)
                .hasMessage("publish: outcome unknown (expected: a retry with the same idempotency-key)");
        assertThat(timed("unavailable")).isEqualTo(1);
    }

    private static Published published(long offset) {
        return new Published(SCORE, new Position(new LogId("scores", 3, "9f2c01ab"), offset), 77);
    }

    private static Update keyed(long offset, int bytes) {
        return publication(SCORE, null, Map.of(), bytes)
                .withIdempotencyKey(KEY.value())
                .at(published(offset).position(), 77);
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
                new EphemeralUpdates(new NodeIncarnation("node", "node-1"), clock, relay, batch -> {}, metrics);
        DurableUpdates durable = new DurableUpdates(log, originals, Duration.ofSeconds(5));
        return new Publisher(
                new Router(namespaces(), new PublicationLimits(50), durable, ephemeral), metrics, Spans.off());
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
