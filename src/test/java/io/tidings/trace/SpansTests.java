package io.tidings.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.tidings.topic.Publication;
import io.tidings.topic.Published;
import io.tidings.topic.Topic;
import io.tidings.topic.TraceParent;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class SpansTests {

    private static final TraceParent SPAN = new TraceParent("1".repeat(32), "2".repeat(16), true);

    private static final Publication PUBLICATION =
            new Publication(Topic.of("scores", "a"), null, Map.of(), new byte[] {'x'});

    @Test
    void aPublicationNamesTheSpanThatIsRecorded() {
        assertThat(published(new Spans(recording(SPAN), true)).headers())
                .containsExactly(Map.entry(TraceParent.NAME, SPAN.toString()));
    }

    @Test
    void aPublicationIsLeftAsItCameWhereTheSpanIsNotRecorded() {
        TraceParent unrecorded = new TraceParent(SPAN.traceId(), SPAN.spanId(), false);

        assertThat(published(new Spans(recording(unrecorded), true)).headers()).isEmpty();
    }

    @Test
    void aPublicationIsLeftAsItCameWhereTheHeaderMayNotPassOn() {
        assertThat(published(new Spans(recording(SPAN), false)).headers()).isEmpty();
    }

    private static Publication published(Spans spans) {
        AtomicReference<Publication> seen = new AtomicReference<>();
        spans.publish(PUBLICATION, publication -> {
            seen.set(publication);
            return new CompletableFuture<Published>();
        });
        return seen.get();
    }

    private static ObservationRegistry recording(TraceParent span) {
        ObservationRegistry registry = ObservationRegistry.create();
        registry.observationConfig().observationHandler(new ObservationHandler<SpanContext>() {
            @Override
            public void onStart(SpanContext context) {
                context.begun(span);
            }

            @Override
            public boolean supportsContext(Observation.Context context) {
                return context instanceof SpanContext;
            }
        });
        return registry;
    }
}
