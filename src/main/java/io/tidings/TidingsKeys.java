package io.tidings;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The keys below {@code tidings}; any other is refused, lest a misspelt limit be no limit. */
final class TidingsKeys {

    private static final Logger logger = LoggerFactory.getLogger(TidingsKeys.class);

    /** Written by Boot's annotation processor, from the records that the keys are bound to. */
    private static final String METADATA = "/META-INF/spring-configuration-metadata.json";

    private static final ConfigurationPropertyName TIDINGS = ConfigurationPropertyName.of("tidings");

    private static final ConfigurationPropertyName NAMESPACES = TIDINGS.append("namespaces");

    private static final String VARIABLES = "TIDINGS_";

    private final Set<ConfigurationPropertyName> known;

    TidingsKeys(Stream<String> known) {
        this.known = known.map(ConfigurationPropertyName::of)
                .filter(TIDINGS::isAncestorOf)
                .collect(Collectors.toSet());
    }

    /** Those that the service binds; where it was built without the annotation processor none, and nothing is refused. */
    static TidingsKeys ofService() {
        try (InputStream metadata = TidingsKeys.class.getResourceAsStream(METADATA)) {
            if (metadata == null) {
                return new TidingsKeys(Stream.empty());
            }
            JsonNode properties = JsonMapper.shared().readTree(metadata).path("properties");
            return new TidingsKeys(properties
                    .valueStream()
                    .map(property -> property.path("name").asString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Looks through all that is set. Of an environment variable it only warns: a platform may set some of its own, as
     * Kubernetes does for a service that is called {@code tidings}.
     *
     * @throws IllegalSettingException if there are unknown keys
     */
    void check(ConfigurableEnvironment environment) {
        if (known.isEmpty()) {
            return;
        }
        List<ConfigurationPropertyName> unknown = StreamSupport.stream(
                        ConfigurationPropertySources.get(environment).spliterator(), false)
                .filter(source -> !(source.getUnderlyingSource() instanceof SystemEnvironmentPropertySource))
                .flatMap(TidingsKeys::names)
                .filter(this::isUnknown)
                .distinct()
                .toList();
        if (!unknown.isEmpty()) {
            throw new IllegalSettingException(
                    unknown.stream().map(this::describe).collect(Collectors.joining("\n")),
                    "Correct or remove what is misspelt; src/docs/configuration.md has every key.");
        }
        List<String> variables = unknownVariables(environment);
        if (!variables.isEmpty()) {
            logger.atWarn().addKeyValue("variables", variables).log("Environment variables that name no key");
        }
    }

    private static Stream<ConfigurationPropertyName> names(ConfigurationPropertySource source) {
        return source instanceof IterableConfigurationPropertySource names
                ? names.stream().filter(TIDINGS::isAncestorOf)
                : Stream.empty();
    }

    /** A group with nothing in it, as YAML's {@code relay: {}}, is none of them. Namespaces have keys of their own. */
    private boolean isUnknown(ConfigurationPropertyName name) {
        ConfigurationPropertyName key = name.isLastElementIndexed() ? name.getParent() : name;
        return !known.contains(key) && known.stream().noneMatch(key::isAncestorOf) && !NAMESPACES.isAncestorOf(key);
    }

    private String describe(ConfigurationPropertyName name) {
        ConfigurationPropertyName group = name.getParent();
        while (known.stream().noneMatch(group::isAncestorOf)) {
            group = group.getParent();
        }
        return name + ": unknown key (expected: one of " + String.join(", ", within(group)) + ")";
    }

    /** The next word of each key in the group. */
    private Set<String> within(ConfigurationPropertyName group) {
        int depth = group.getNumberOfElements();
        return known.stream()
                .filter(group::isAncestorOf)
                .map(key -> key.getElement(depth, ConfigurationPropertyName.Form.ORIGINAL))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private List<String> unknownVariables(ConfigurableEnvironment environment) {
        Set<String> variables = known.stream().flatMap(TidingsKeys::variables).collect(Collectors.toSet());
        return environment.getPropertySources().stream()
                .filter(SystemEnvironmentPropertySource.class::isInstance)
                .flatMap(source -> Stream.of(((SystemEnvironmentPropertySource) source).getPropertyNames()))
                .map(name -> name.toUpperCase(Locale.ROOT))
                .filter(name -> name.startsWith(VARIABLES) && !name.startsWith(VARIABLES + "NAMESPACES_"))
                .filter(name -> !variables.contains(name.replaceFirst("_[0-9]+_?$", "")))
                .sorted()
                .toList();
    }

    /** With dashes left out, and as underscores, which Boot takes too. */
    private static Stream<String> variables(ConfigurationPropertyName key) {
        String dotless = key.toString().replace('.', '_').toUpperCase(Locale.ROOT);
        return Stream.of(dotless.replace("-", ""), dotless.replace('-', '_'));
    }
}
