package io.tidings.trace;

import io.tidings.topic.Batch;
import io.tidings.topic.Publication;
import io.tidings.topic.TraceParent;
import io.tidings.topic.Update;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The spans that come before another: one that it is a child of, and others that it is linked to. A batch is a child of the
 * first update in it that is recorded, so that a trace goes on where the batch holds one update, and linked to the rest.
 *
 * @param parent what it is a child of; null where it begins a trace
 * @param links what it is linked to, at most {@value #MAX_LINKS}
 */
record Ancestry(@Nullable TraceParent parent, List<TraceParent> links) {

    static final int MAX_LINKS = 32;

    static Ancestry of(Publication publication) {
        String header = publication.headers().get(TraceParent.NAME);
        return new Ancestry(header == null ? null : TraceParent.parse(header), List.of());
    }

    static Ancestry of(Batch batch) {
        List<TraceParent> recorded = new ArrayList<>();
        TraceParent other = null;
        for (Update update : batch.updates()) {
            String header = update.headers().isEmpty() ? null : update.headers().get(TraceParent.NAME);
            TraceParent traceParent = header == null ? null : TraceParent.parse(header);
            if (traceParent == null) {
                continue;
            }
            if (!traceParent.isSampled()) {
                other = traceParent;
            } else if (recorded.size() <= MAX_LINKS) {
                recorded.add(traceParent);
            }
        }
        return recorded.isEmpty()
                ? new Ancestry(other, List.of())
                : new Ancestry(recorded.get(0), List.copyOf(recorded.subList(1, recorded.size())));
    }
}
