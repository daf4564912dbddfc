package io.tidings.trace;

import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.tracing.Span;
import io.tidings.topic.Batch;
import io.tidings.topic.Publication;
import io.tidings.topic.Published;
import io.tidings.topic.TraceParent;
import org.jspecify.annotations.Nullable;

/** What a span is of, and where it belongs where no span is open. It says where updates stand, never what is in them. */
final class SpanContext extends Observation.Context {

    private final String name;

    private final Span.Kind kind;

    private final Ancestry ancestry;

    private @Nullable TraceParent span;

    private SpanContext(String name, String namespace, Span.Kind kind, Ancestry ancestry) {
        this.name = name;
        this.kind = kind;
        this.ancestry = ancestry;
        setContextualName(name + ' ' + namespace);
    }

    static SpanContext ofPublication(Publication publication) {
        SpanContext context = new SpanContext(
                "publish", publication.topic().namespace(), Span.Kind.PRODUCER, Ancestry.of(publication));
        context.add("tidings.topic", publication.topic().name());
        return context;
    }

    static SpanContext ofIngest(Batch batch) {
        return of("ingest", Span.Kind.CONSUMER, batch);
    }

    static SpanContext ofRelay(Batch batch) {
        return of("relay", Span.Kind.PRODUCER, batch);
    }

    private static SpanContext of(String name, Span.Kind kind, Batch batch) {
        SpanContext context = new SpanContext(name, batch.source().namespace(), kind, Ancestry.of(batch));
        context.add("tidings.log", batch.source().toString());
        context.add("tidings.from", String.valueOf(batch.from()));
        context.add("tidings.to", String.valueOf(batch.to()));
        context.add("tidings.updates", String.valueOf(batch.updates().size()));
        return context;
    }

    String name() {
        return name;
    }

    Span.Kind kind() {
        return kind;
    }

    Ancestry ancestry() {
        return ancestry;
    }

    /** Takes note of the span that has been begun. */
    void begun(TraceParent begun) {
        span = begun;
    }

    /** The publication as the span's child, if the span is recorded; else as it came, for a header costs each frame. */
    Publication traced(Publication publication) {
        TraceParent begun = span;
        return begun == null || !begun.isSampled() ? publication : publication.withTraceParent(begun);
    }

    /** Takes note of where the update stands. */
    void published(@Nullable Published published) {
        if (published != null) {
            add("tidings.position", published.position().toString());
        }
    }

    private void add(String key, String value) {
        addHighCardinalityKeyValue(KeyValue.of(key, value));
    }
}
