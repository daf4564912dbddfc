package io.tidings.replica;

import io.tidings.log.LogHead;
import io.tidings.topic.Cursor;
import io.tidings.topic.LogId;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A request for a view that may have to wait: for its namespace to join, and then for this node to get as far as the
 * client has, who may come from a node that was faster. What the log itself does not have is not waited for.
 */
final class WaitingView {

    /** How many answers in a row must say that the log does not have it: one may come from a leader that has just changed. */
    private static final int DENIALS = 2;

    private final ViewRequest request;

    private final long question;

    private final Map<LogId, Long> awaited;

    private int denials;

    private @Nullable Doubt doubt;

    /**
     * A request that has just come.
     *
     * @param namespace what the pattern is of; the cursor may name logs of others too
     * @param question how many times the log has been asked where it ends
     */
    WaitingView(ViewRequest request, String namespace, long question) {
        this.request = request;
        this.question = question;
        this.awaited = awaited(request.query().since(), namespace);
    }

    ViewRequest request() {
        return request;
    }

    /** Why its cursor is not waited for any more; null unless the log has denied it. */
    @Nullable
    Doubt doubt() {
        return denials < DENIALS ? null : doubt;
    }

    /** Whether all that its client has seen was applied here; {@code now} is how far each log was. */
    boolean isCaughtUp(Map<LogId, Long> now) {
        return awaited.entrySet().stream()
                .allMatch(entry -> now.getOrDefault(entry.getKey(), Long.MIN_VALUE) >= entry.getValue());
    }

    /**
     * Compares what is waited for with where the logs end.
     *
     * @param heads by partition
     * @param answered the number of the question; one that was asked before the request came says nothing about it
     */
    void answered(Map<Integer, LogHead> heads, Map<LogId, Long> now, long answered) {
        if (answered > question && denials < DENIALS) {
            doubt = denial(heads, now);
            denials = doubt == null ? 0 : denials + 1;
        }
    }

    private @Nullable Doubt denial(Map<Integer, LogHead> heads, Map<LogId, Long> now) {
        for (Map.Entry<LogId, Long> entry : awaited.entrySet()) {
            LogHead head = heads.get(entry.getKey().partition());
            if (head != null && head.log().equals(entry.getKey())) {
                if (head.head() <= entry.getValue()) {
                    return Doubt.PAST_END;
                }
            } else if (head != null || !now.containsKey(entry.getKey())) {
                return Doubt.UNKNOWN_LOG;
            }
        }
        return null;
    }

    private static Map<LogId, Long> awaited(@Nullable Cursor since, String namespace) {
        if (since == null) {
            return Map.of();
        }
        return since.offsets().entrySet().stream()
                .filter(entry -> entry.getKey().namespace().equals(namespace))
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
