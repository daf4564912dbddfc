package io.tidings.replica;

import io.tidings.topic.Cursor;
import io.tidings.topic.LogId;
import io.tidings.topic.TopicPattern;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes views of a namespace's topics. */
final class Views {

    /** The most patterns whose plain view is kept until the next update, for many clients often ask for the same one. */
    private static final int MAX_KEPT = 64;

    private final TopicStore topics;

    private final int maxUpdates;

    private final ReplicaMetrics metrics;

    private final Map<TopicPattern, View> kept = new HashMap<>();

    /** Views of no more than so many updates. */
    Views(TopicStore topics, int maxUpdates, ReplicaMetrics metrics) {
        this.topics = topics;
        this.maxUpdates = maxUpdates;
        this.metrics = metrics;
    }

    /** Something has changed: what was shown until now is old. */
    void changed() {
        if (!kept.isEmpty()) {
            kept.clear();
        }
    }

    /** The view that a query asks for, if it stands ready: where many connect at once it is nearly always the same. */
    @Nullable
    View kept(ViewQuery query) {
        View view = query.since() == null && isPlain(query) ? kept.get(query.pattern()) : null;
        if (view != null) {
            metrics.viewed();
        }
        return view;
    }

    /**
     * The view that a query asks for.
     *
     * @param now how far the namespace's logs have been applied
     * @param doubt why nothing can be proven for this query; null if that is to be found out
     */
    View view(ViewQuery query, Map<LogId, Long> now, @Nullable Doubt doubt) {
        Cursor since = query.since();
        if (since == null) {
            metrics.viewed();
            return snapshot(query, now);
        }
        return doubt == null ? recovered(query, since, now) : gap(query, now, doubt);
    }

    private View recovered(ViewQuery query, Cursor since, Map<LogId, Long> now) {
        Missed missed = new Recovery(topics, new Seen(since, now), maxUpdates).of(query.pattern());
        if (missed.doubt() != null) {
            return gap(query, now, missed.doubt());
        }
        metrics.recovered(missed.updates().size());
        return new View(false, List.of(), missed.updates(), Cursor.of(now));
    }

    private View gap(ViewQuery query, Map<LogId, Long> now, Doubt doubt) {
        metrics.unprovenView(doubt);
        View snapshot = snapshot(query, now);
        return new View(true, snapshot.lastValues(), snapshot.updates(), snapshot.cursor());
    }

    private View snapshot(ViewQuery query, Map<LogId, Long> now) {
        if (!isPlain(query)) {
            return collect(query, now);
        }
        View known = kept.get(query.pattern());
        if (known != null) {
            return known;
        }
        View view = collect(query, now);
        if (kept.size() < MAX_KEPT) {
            kept.put(query.pattern(), view);
        }
        return view;
    }

    private static boolean isPlain(ViewQuery query) {
        return query.lastValues() && query.history() == 0;
    }

    private View collect(ViewQuery query, Map<LogId, Long> now) {
        Snapshot snapshot = new Snapshot(topics, query, maxUpdates).collect();
        return new View(false, snapshot.lastValues(), snapshot.updates(), Cursor.of(now));
    }
}
