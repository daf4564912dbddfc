package io.tidings;

import io.tidings.topic.Namespace;
import io.tidings.topic.Namespaces;
import io.tidings.topic.Policy;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The namespaces as they are configured.
 *
 * @param namespaces Namespaces by name, each with its policy; `default` is the policy of every namespace that is not named.
 */
@ConfigurationProperties("tidings")
record NamespacesProperties(@Nullable Map<String, NamespaceProperties> namespaces) {

    static final String DEFAULT = "default";

    private static final String PREFIX = "tidings.namespaces.";

    /**
     * The namespaces of the service.
     *
     * @param kafka whether Kafka is the log, so that a durable default would let strangers make Kafka topics
     * @throws IllegalSettingException if the settings make no sense
     */
    Namespaces toNamespaces(boolean kafka) {
        Map<String, NamespaceProperties> named = named();
        NamespaceProperties byDefault = named.isEmpty() ? NamespaceProperties.DEFAULT : named.remove(DEFAULT);
        if (byDefault != null) {
            checkDefault(byDefault, kafka);
        }
        Map<String, Namespace> configured = new LinkedHashMap<>();
        named.forEach((name, settings) -> configured.put(name, toNamespace(name, settings)));
        checkKafkaTopics(configured);
        return new Namespaces(configured.values(), byDefault == null ? null : byDefault::toNamespace);
    }

    /**
     * Checks that no rule asks an authorizer.
     *
     * @throws IllegalSettingException if one does
     */
    void checkNoneAsksTheAuthorizer() {
        named().forEach((name, settings) -> {
            if (toNamespace(name, settings).access().asksAuthorizer()) {
                throw new IllegalSettingException(
                        PREFIX + name + ": a rule is 'authorizer', and there is none to ask.",
                        "Set tidings.access.authorizer.url, or write another rule.");
            }
        });
    }

    private Map<String, NamespaceProperties> named() {
        return namespaces == null ? Map.of() : new LinkedHashMap<>(namespaces);
    }

    private void checkDefault(NamespaceProperties byDefault, boolean kafka) {
        if (byDefault.kafkaTopic() != null) {
            throw new IllegalSettingException(
                    PREFIX + "default.kafka-topic: '" + byDefault.kafkaTopic()
                            + "' (expected: not set, for each namespace is fed by a Kafka topic of its own)",
                    "Remove the key, or name the namespace that this Kafka topic feeds.");
        }
        if (kafka && byDefault.isDurable()) {
            throw new IllegalSettingException(
                    named().isEmpty()
                            ? "Kafka is configured, but no namespace is."
                            : "Kafka is configured, and the default namespace is durable: anyone who subscribes to a new"
                                    + " namespace would make a Kafka topic.",
                    """
                    Name each namespace that Kafka feeds, for example:

                        tidings:
                          namespaces:
                            scores: {}

                    and leave out tidings.namespaces.default, or set tidings.namespaces.default.durable to false.""");
        }
        toNamespace(DEFAULT, byDefault);
        if (!byDefault.isOfAnyName()) {
            throw new IllegalSettingException(
                    PREFIX + "default.rules: for topics of one namespace (expected: '*' as the first segment of each)",
                    "Write '*.' in place of the namespace, or name the namespace.");
        }
    }

    private static Namespace toNamespace(String name, NamespaceProperties settings) {
        try {
            return settings.toNamespace(name);
        } catch (IllegalArgumentException e) {
            throw new IllegalSettingException(PREFIX + name + ": " + e.getMessage(), "Correct the setting.");
        }
    }

    private static void checkKafkaTopics(Map<String, Namespace> configured) {
        Map<String, String> namespaceByKafkaTopic = new HashMap<>();
        configured.forEach((name, namespace) -> {
            Policy policy = namespace.policy();
            String other = policy.durable() ? namespaceByKafkaTopic.put(namespace.kafkaTopic(), name) : null;
            if (other != null) {
                throw new IllegalSettingException(
                        "The namespaces '" + other + "' and '" + name + "' are both fed by the Kafka topic '"
                                + namespace.kafkaTopic() + "'.",
                        "Give each its own " + PREFIX + "NAME.kafka-topic, or make one namespace of them.");
            }
        });
    }
}
