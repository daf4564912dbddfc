package io.tidings;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.Environment;

/** The keys that a namespace has; any other is refused, lest a misspelt rule be no rule. */
final class NamespaceKeys {

    static final List<String> NAMES = List.of(
            "kafka-topic",
            "topic-from",
            "durable",
            "retain",
            "history.size",
            "history.window",
            "max-topics",
            "max-body",
            "conflate",
            "max-rate",
            "subscribe",
            "publish",
            "read-history",
            "rules[N].topics",
            "rules[N].subscribe",
            "rules[N].publish",
            "rules[N].read-history");

    private static final Set<ConfigurationPropertyName> KEYS =
            NAMES.stream().map(NamespaceKeys::ofFirst).collect(Collectors.toUnmodifiableSet());

    private static final ConfigurationPropertyName NAMESPACES = ConfigurationPropertyName.of("tidings.namespaces");

    private static final int DEPTH = NAMESPACES.getNumberOfElements() + 1;

    private NamespaceKeys() {}

    /**
     * Looks for unknown keys in every source that can list its names, environment variables among them.
     *
     * @throws IllegalSettingException if there is one
     */
    static void check(Environment environment) {
        ConfigurationPropertySources.get(environment).forEach(source -> {
            if (source instanceof IterableConfigurationPropertySource names) {
                names.filter(NAMESPACES::isAncestorOf).forEach(NamespaceKeys::check);
            }
        });
    }

    private static void check(ConfigurationPropertyName name) {
        if (name.getNumberOfElements() > DEPTH
                && !KEYS.contains(ofFirst(name.subName(DEPTH).toString()))) {
            throw new IllegalSettingException(
                    name + ": unknown key (expected: one of " + String.join(", ", NAMES) + ")",
                    "Correct or remove the key.");
        }
    }

    /** Of a list as of its first entry. */
    private static ConfigurationPropertyName ofFirst(String key) {
        return ConfigurationPropertyName.of(key.replaceFirst("^rules\\[(N|[0-9]+)]", "rules[0]"));
    }
}
