package io.tidings.publish;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tidings.topic.AllowedHeaders;
import io.tidings.topic.Namespaces;
import io.tidings.topic.NodeIncarnation;
import io.tidings.topic.Publication;
import io.tidings.topic.Published;
import io.tidings.trace.Spans;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Real publishing over a log and a relay that are not, for the tests of those who publish. */
public final class FakePublishing {

    private final FakeUpdateLog log = new FakeUpdateLog();

    private final FakeOriginals originals = new FakeOriginals();

    /** A publisher; each that is made writes to the same log. */
    public Publisher publisher(Namespaces namespaces) {
        PublishMetrics metrics = new PublishMetrics(new SimpleMeterRegistry());
        EphemeralUpdates ephemeral = new EphemeralUpdates(
                new NodeIncarnation("node", "node-1"), Clock.systemUTC(), new FakeRelay(), batch -> {}, metrics);
        DurableUpdates durable = new DurableUpdates(log, originals, Duration.ofSeconds(5));
        return new Publisher(
                new Router(namespaces, new PublicationLimits(8 * 1024), durable, ephemeral), metrics, Spans.off());
    }

    /** Lets headers of these names pass. */
    public PublicationHeaders headers(String... allowed) {
        return new PublicationHeaders(new AllowedHeaders(List.of(allowed)), () -> {});
    }

    /** What has reached the log, in order. */
    public List<Publication> appended() {
        return log.appended;
    }

    /** Has a publication stand for its idempotency key. */
    public void settled(Publication keyed, Published published) {
        originals.knows(keyed.at(published.position(), published.timestamp()));
    }

    /** Sets what the log answers from now on. */
    public void answer(CompletableFuture<Published> answer) {
        log.answer = answer;
    }
}
