package io.tidings.topic;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The namespaces of the service: those that are configured and, where a default stands, those that came up since. Any
 * thread may call.
 */
public final class Namespaces {

    /** The most namespaces that may come up by the default. */
    static final int MAX_BY_DEFAULT = 1_000;

    private final Map<String, Namespace> configured;

    private final Map<String, Namespace> byDefault = new ConcurrentHashMap<>();

    private final @Nullable Function<String, Namespace> defaultNamespace;

    /**
     * Holds the configured namespaces.
     *
     * @param defaultNamespace makes a namespace that is not configured, by its name; null to refuse those
     */
    public Namespaces(Collection<Namespace> configured, @Nullable Function<String, Namespace> defaultNamespace) {
        Map<String, Namespace> byName = new TreeMap<>();
        configured.forEach(namespace -> byName.put(namespace.name(), namespace));
        this.configured = Map.copyOf(byName);
        this.defaultNamespace = defaultNamespace;
    }

    /** The configured ones. */
    public Collection<Namespace> configured() {
        return configured.values();
    }

    /** The names of the claims that rules ask for. */
    public Set<String> claims() {
        Stream<Namespace> byDefaultToo =
                defaultNamespace == null ? Stream.empty() : Stream.of(defaultNamespace.apply("default"));
        return Stream.concat(configured.values().stream(), byDefaultToo)
                .flatMap(namespace -> namespace.access().rules().stream())
                .flatMap(rule -> rule.topics().claims())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** All that are there now. */
    public List<Namespace> all() {
        List<Namespace> all = new java.util.ArrayList<>(configured.values());
        all.addAll(byDefault.values());
        return all;
    }

    /**
     * The namespace of this name; one that is not configured comes up by the default, if there is one.
     *
     * @throws UnknownNamespaceException if there is none
     */
    public Namespace get(String name) {
        Namespace known = configured.get(name);
        if (known == null) {
            known = byDefault.get(name);
        }
        return known != null ? known : create(name);
    }

    private Namespace create(String name) {
        if (defaultNamespace == null) {
            throw new UnknownNamespaceException(name, "a namespace that is configured under tidings.namespaces");
        }
        synchronized (byDefault) {
            if (byDefault.size() >= MAX_BY_DEFAULT && !byDefault.containsKey(name)) {
                throw new UnknownNamespaceException(name, "at most " + MAX_BY_DEFAULT + " namespaces by the default");
            }
            return byDefault.computeIfAbsent(name, defaultNamespace);
        }
    }
}
