package io.tidings.replica;

import io.tidings.topic.Topic;
import io.tidings.topic.TopicPattern;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The names of a namespace's topics at one moment, in order. Any thread may call; who does so first sorts them. */
public final class TopicNames {

    static final TopicNames NONE = new TopicNames(List.of());

    private final Topic[] topics;

    private boolean sorted;

    TopicNames(Collection<Topic> topics) {
        this.topics = topics.toArray(new Topic[0]);
    }

    /** How many there are. */
    public int size() {
        return topics.length;
    }

    /**
     * The next topics.
     *
     * @param pattern what must cover them; null for all, users' own included
     * @param after the name that they come after; null for the first ones
     * @param limit the most topics
     */
    public List<Topic> page(@Nullable TopicPattern pattern, @Nullable String after, int limit) {
        sort();
        String prefix = pattern == null ? "" : literalPrefix(pattern.text());
        List<Topic> page = new ArrayList<>(Math.min(limit, topics.length));
        for (int i = start(prefix, after); i < topics.length && page.size() < limit; i++) {
            if (!topics[i].name().startsWith(prefix)) {
                break;
            }
            if (pattern == null || pattern.matches(topics[i])) {
                page.add(topics[i]);
            }
        }
        return page;
    }

    private synchronized void sort() {
        if (!sorted) {
            Arrays.sort(topics);
            sorted = true;
        }
    }

    private int start(String prefix, @Nullable String after) {
        boolean fromPrefix = after == null || after.compareTo(prefix) < 0;
        String from = fromPrefix || after == null ? prefix : after;
        int low = 0;
        int high = topics.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            int order = topics[middle].name().compareTo(from);
            if (order < 0 || (order == 0 && !fromPrefix)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** What every name starts with that the pattern covers: {@code scores.#} covers {@code scores} too. */
    private static String literalPrefix(String pattern) {
        int wildcard = pattern.indexOf('*') < 0 ? pattern.indexOf('#') : pattern.indexOf('*');
        if (wildcard < 0) {
            return pattern;
        }
        return pattern.charAt(wildcard) == '#' ? pattern.substring(0, wildcard - 1) : pattern.substring(0, wildcard);
    }
}
