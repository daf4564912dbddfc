package io.tidings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidings.topic.AccessRule;
import io.tidings.topic.Flow;
import io.tidings.topic.Namespace;
import io.tidings.topic.Namespace.Access;
import io.tidings.topic.Namespaces;
import io.tidings.topic.Policy;
import io.tidings.topic.TopicFrom;
import io.tidings.topic.TopicRule;
import io.tidings.topic.TopicTemplate;
import io.tidings.topic.UnknownNamespaceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ByteArrayResource;

/** The namespaces as they come out of configuration, where it makes sense. */
class NamespacesConfigurationTests {

    private final ApplicationContextRunner runner =
            new ApplicationContextRunner().withUserConfiguration(NamespacesOnly.class);

    @Test
    void servesEveryNamespaceByTheDefaultsWhenNoneIsConfigured() {
        runner.run(context -> {
            Namespaces namespaces = context.getBean(Namespaces.class);
            assertThat(namespaces.configured()).isEmpty();
            assertThat(namespaces.get("scores")).isEqualTo(Namespace.of("scores", Policy.DEFAULT, Access.DEFAULT));
        });
    }

    @Test
    void givesTheTimeInUtc() {
        runner.run(context -> assertThat(context.getBean(Clock.class).getZone()).isEqualTo(ZoneOffset.UTC));
    }

    @Test
    void readsEveryKey() {
        yaml("""
                        tidings.namespaces:
                          scores:
                            kafka-topic: game.events
                            topic-from: header:game
                            durable: true
                            retain: false
                            history:
                              size: 7
                              window: 90s
                            max-topics: 12
                            max-body: 3KB
                            conflate: true
                            max-rate: 4
                            subscribe: authenticated
                            publish: scope:referee
                            read-history: nobody
                            rules:
                              - topics: scores.{claim:https://acme.org/club}.*.#
                                subscribe: anyone
                              - topics: "*.@{user}"
                                subscribe: authenticated
                                publish: scope:notify
                                read-history: anyone
                        """)
                .run(context -> assertThat(context.getBean(Namespaces.class).get("scores"))
                        .isEqualTo(new Namespace(
                                "scores",
                                "game.events",
                                TopicFrom.parse("header:game"),
                                new Policy(
                                        true,
                                        false,
                                        new Policy.History(7, Duration.ofSeconds(90)),
                                        12,
                                        3 * 1024,
                                        new Flow(true, 4)),
                                new Access(
                                        AccessRule.parse("authenticated"),
                                        AccessRule.parse("scope:referee"),
                                        AccessRule.NOBODY,
                                        List.of(
                                                rule("scores.{claim:https://acme.org/club}.*.#", "anyone", null, null),
                                                rule("scores.@{user}", "authenticated", "scope:notify", "anyone"))))));
    }

    @Test
    void keepsTheDefaultsOfWhatIsNotSaid() {
        runner.withPropertyValues("tidings.namespaces.scores.history.size=7").run(context -> {
            Namespace scores = context.getBean(Namespaces.class).get("scores");
            assertThat(scores.policy().history())
                    .isEqualTo(new Policy.History(7, Policy.DEFAULT.history().window()));
            assertThat(scores.policy().maxBodyBytes()).isEqualTo(Policy.DEFAULT.maxBodyBytes());
            assertThat(scores.access()).isEqualTo(Access.DEFAULT);
            assertThat(scores.kafkaTopic()).isEqualTo("scores");
        });
    }

    @Test
    void keepsNothingOfAnEphemeralNamespace() {
        runner.withPropertyValues("tidings.namespaces.cursors.durable=false").run(context -> {
            Policy policy = context.getBean(Namespaces.class).get("cursors").policy();
            assertThat(policy.durable()).isFalse();
            assertThat(policy.retain()).isFalse();
            assertThat(policy.history().size()).isZero();
        });
    }

    @Test
    void takesAnEmptyYamlMapForANamespaceOfDefaults() {
        yaml("""
                        tidings.namespaces:
                          scores: {}
                          tickers:
                        """).run(context -> {
            Namespaces namespaces = context.getBean(Namespaces.class);
            assertThat(namespaces.configured())
                    .extracting(Namespace::name)
                    .containsExactlyInAnyOrder("scores", "tickers");
            assertThat(namespaces.get("scores").policy()).isEqualTo(Policy.DEFAULT);
        });
    }

    @Test
    void refinesAnEmptyYamlMapByAnotherSource() {
        yaml("tidings.namespaces.scores: {}")
                .withPropertyValues("tidings.namespaces.scores.max-topics=3")
                .run(context -> assertThat(context.getBean(Namespaces.class)
                                .get("scores")
                                .policy()
                                .maxTopics())
                        .isEqualTo(3));
    }

    @Test
    void refusesNamespacesThatAreNotConfiguredWhenOthersAre() {
        runner.withPropertyValues("tidings.namespaces.scores.retain=true").run(context -> {
            Namespaces namespaces = context.getBean(Namespaces.class);
            assertThatThrownBy(() -> namespaces.get("tickers")).isInstanceOf(UnknownNamespaceException.class);
        });
    }

    @Test
    void servesOthersByTheConfiguredDefault() {
        runner.withPropertyValues(
                        "tidings.namespaces.scores.retain=true",
                        "tidings.namespaces.default.durable=false",
                        "tidings.namespaces.default.publish=anyone")
                .run(context -> {
                    Namespaces namespaces = context.getBean(Namespaces.class);
                    assertThat(namespaces.configured())
                            .extracting(Namespace::name)
                            .containsExactly("scores");
                    assertThat(namespaces.get("cursors").access().publish()).isEqualTo(AccessRule.ANYONE);
                    assertThat(namespaces.get("cursors").policy().durable()).isFalse();
                    assertThat(namespaces.get("scores").policy().durable()).isTrue();
                });
    }

    @Test
    void keepsUnderscoresAndCapitalsOfNames() {
        yaml("""
                        tidings.namespaces:
                          live_Scores:
                            retain: false
                        """)
                .run(context -> assertThat(context.getBean(Namespaces.class).configured())
                        .extracting(Namespace::name)
                        .containsExactly("live_Scores"));
    }

    @Test
    void readsEnvironmentVariables() {
        environment(Map.of(
                        "TIDINGS_NAMESPACES_SCORES_HISTORY_SIZE", "9", "TIDINGS_NAMESPACES_SCORES_KAFKATOPIC", "games"))
                .run(context -> {
                    Namespace scores = context.getBean(Namespaces.class).get("scores");
                    assertThat(scores.policy().history().size()).isEqualTo(9);
                    assertThat(scores.kafkaTopic()).isEqualTo("games");
                });
    }

    @Test
    void refusesAnEnvironmentVariableThatNamesNoKey() {
        environment(Map.of("TIDINGS_NAMESPACES_SCORES_MAX_BODY", "1KB"))
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("tidings.namespaces.scores.max.body: unknown key"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "conflation",
                "rate",
                "history.length",
                "history",
                "max-body.bytes",
                "x.retain",
                "rules[0].retain",
                "rules",
                "rules.topics",
                "rules[0]"
            })
    void refusesKeysThatMeanNothing(String key) {
        runner.withPropertyValues("tidings.namespaces.scores." + key + "=1")
                .run(context -> assertThat(context).hasFailed());
    }

    @Test
    void knowsExactlyTheKeysThatAreBound() {
        assertThat(NamespaceKeys.NAMES).containsExactlyInAnyOrderElementsOf(components());
    }

    @Test
    void acceptsKafkaWithNamedNamespacesAndAnEphemeralDefault() {
        runner.withPropertyValues(
                        "spring.kafka.bootstrap-servers[0]=localhost:9092",
                        "tidings.namespaces.scores.retain=true",
                        "tidings.namespaces.default.durable=false")
                .run(context -> assertThat(context).hasNotFailed());
    }

    private static TopicRule rule(
            String topics, @Nullable String subscribe, @Nullable String publish, @Nullable String readHistory) {
        return new TopicRule(TopicTemplate.parse(topics), parse(subscribe), parse(publish), parse(readHistory));
    }

    private static @Nullable AccessRule parse(@Nullable String text) {
        return text == null ? null : AccessRule.parse(text);
    }

    private static Iterable<String> components() {
        return Arrays.stream(NamespaceProperties.class.getRecordComponents())
                .flatMap(component -> switch (component.getName()) {
                    case "history" -> parts("history.", NamespaceProperties.History.class);
                    case "rules" -> parts("rules[N].", NamespaceProperties.Rule.class);
                    default -> Stream.of(component.getName());
                })
                .map(name -> name.replaceAll("([a-z])([A-Z])", "$1-$2")
                        .toLowerCase(Locale.ROOT)
                        .replace("[n]", "[N]"))
                .toList();
    }

    private static Stream<String> parts(String prefix, Class<?> type) {
        return Arrays.stream(type.getRecordComponents()).map(part -> prefix + part.getName());
    }

    private ApplicationContextRunner yaml(String text) {
        return runner.withInitializer(context -> {
            try {
                ByteArrayResource resource = new ByteArrayResource(text.getBytes(StandardCharsets.UTF_8));
                new YamlPropertySourceLoader()
                        .load("application.yaml", resource)
                        .forEach(context.getEnvironment().getPropertySources()::addLast);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private ApplicationContextRunner environment(Map<String, Object> variables) {
        return runner.withInitializer(context -> context.getEnvironment()
                .getPropertySources()
                .addFirst(new SystemEnvironmentPropertySource("test-systemEnvironment", variables)));
    }

    /** Without a stereotype, so that no scan of the test classes finds it. */
    @EnableConfigurationProperties(NamespacesProperties.class)
    @Import({
        TidingsConfiguration.class,
        AccessRuleConverter.class,
        TopicFromConverter.class,
        TopicTemplateConverter.class
    })
    static class NamespacesOnly {}
}
