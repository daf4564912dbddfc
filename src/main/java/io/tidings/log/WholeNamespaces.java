package io.tidings.log;

import io.tidings.topic.LogId;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps a namespace out of the answers until there has been one for each of its logs at once: a log that only could not be
 * reached at first would be taken for a new one later, and its past for news. Any thread may call.
 */
final class WholeNamespaces {

    private final Set<String> whole = ConcurrentHashMap.newKeySet();

    /** The heads that may be told, of those that were answered. */
    List<LogHead> filter(Collection<LogId> asked, List<LogHead> answered) {
        Map<String, Integer> missing = new HashMap<>();
        asked.forEach(log -> missing.merge(log.namespace(), 1, Integer::sum));
        answered.forEach(head -> missing.merge(head.log().namespace(), -1, Integer::sum));
        missing.forEach((namespace, count) -> {
            if (count == 0) {
                whole.add(namespace);
            }
        });
        return answered.stream()
                .filter(head -> whole.contains(head.log().namespace()))
                .toList();
    }
}
