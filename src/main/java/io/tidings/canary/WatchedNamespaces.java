package io.tidings.canary;

import io.tidings.topic.Namespace;
import io.tidings.topic.Namespaces;
import java.util.List;

/**
 * The namespaces whose logs are given canaries: the configured ones that have any. One that comes up by the default has its
 * log in this node's memory, so that nothing has a way to go.
 */
record WatchedNamespaces(List<Namespace> all) {

    /**
     * All but the excepted.
     *
     * @throws IllegalArgumentException if one of those is not there, or has no log
     */
    static WatchedNamespaces of(Namespaces namespaces, List<String> except) {
        List<Namespace> durable = namespaces.configured().stream()
                .filter(namespace -> namespace.policy().durable())
                .toList();
        List<String> names = durable.stream().map(Namespace::name).sorted().toList();
        for (String name : except) {
            if (!names.contains(name)) {
                throw new IllegalArgumentException(
                        "tidings.canary.except: '" + name + "' (expected: a durable namespace, one of " + names + ")");
            }
        }
        return new WatchedNamespaces(durable.stream()
                .filter(namespace -> !except.contains(namespace.name()))
                .toList());
    }

    List<String> names() {
        return all.stream().map(Namespace::name).toList();
    }
}
