package io.tidings.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tidings.topic.AccessRule;
import io.tidings.topic.Namespace;
import io.tidings.topic.Namespace.Access;
import io.tidings.topic.Policy;
import io.tidings.topic.Topic;
import io.tidings.topic.TopicPattern;
import java.security.Principal;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessControlTests {

    private static final Principal REFEREE = new ScopedUser("ref", Set.of("referee", "other"));

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    private final AccessControl access = new AccessControl(new AccessMetrics(registry));

    @ParameterizedTest
    @CsvSource({
        "anyone,        true,  true,  true",
        "authenticated, false, true,  true",
        "scope:referee, false, false, true",
        "scope:Referee, false, false, false",
        "nobody,        false, false, false",
    })
    void decidesByTheRule(String rule, boolean stranger, boolean user, boolean referee) {
        assertThat(maySubscribe(null, "scores.x", rule)).isEqualTo(stranger);
        assertThat(maySubscribe(user("ann"), "scores.x", rule)).isEqualTo(user);
        assertThat(maySubscribe(REFEREE, "scores.x", rule)).isEqualTo(referee);
        assertThat(mayPublish(null, "scores.x", rule)).isEqualTo(stranger);
        assertThat(mayPublish(user("ann"), "scores.x", rule)).isEqualTo(user);
        assertThat(mayPublish(REFEREE, "scores.x", rule)).isEqualTo(referee);
    }

    @Test
    void asksEachActionByItsOwnRule() {
        Namespace namespace = Namespace.of("scores", Policy.DEFAULT, Access.DEFAULT);
        assertThat(access.maySubscribe(null, new TopicPattern("scores.#"), namespace))
                .isTrue();
        assertThat(access.mayPublish(null, new Topic("scores.x"), namespace)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "alerts.@ann,         true",
        "alerts.x.@ann,       true",
        "alerts.@ann.x,       true",
        "alerts.@ann.*,       true",
        "alerts.@bob,         false",
        "alerts.@Ann,         false",
        "alerts.@ann2,        false",
        "alerts.@an,          false",
        "alerts.@,            false",
        "alerts.@ann.@bob,    false",
        "alerts.x.@bob.#,     false",
        "alerts.ann@bob,      true",
    })
    void letsUsersSubscribeToTheirOwnTopicsOnly(String pattern, boolean allowed) {
        assertThat(maySubscribe(user("ann"), pattern, "anyone")).isEqualTo(allowed);
    }

    @Test
    void letsNobodyUnknownSubscribeToAUsersTopic() {
        assertThat(maySubscribe(null, "alerts.@ann", "anyone")).isFalse();
    }

    @Test
    void asksTheRuleForOwnTopicsToo() {
        assertThat(maySubscribe(user("ann"), "alerts.@ann", "nobody")).isFalse();
        assertThat(mayPublish(user("ann"), "alerts.@ann", "nobody")).isFalse();
    }

    @Test
    void doesNotOpenAnotherUsersTopicByAScope() {
        assertThat(maySubscribe(REFEREE, "alerts.@ann", "scope:referee")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"a.b", "ann@example.org", "Änne", "a b", "a/b", "@", "%40"})
    void recognisesUsersWhoseNamesAreEncoded(String name) {
        String own = Topic.ofUser("alerts", name).name();
        assertThat(maySubscribe(user(name), own, "anyone")).isTrue();
        assertThat(maySubscribe(user(name + "x"), own, "anyone")).isFalse();
        assertThat(maySubscribe(user(name), own + ".@ann", "anyone")).isFalse();
    }

    @Test
    void ownsNothingUnderANameTooLongForATopic() {
        assertThat(maySubscribe(user("a".repeat(300)), "alerts.@ann", "anyone")).isFalse();
        assertThat(maySubscribe(user("a".repeat(300)), "alerts.x", "anyone")).isTrue();
    }

    @Test
    void letsUsersPublishToOthersOwnTopicsOnlyByAScope() {
        assertThat(mayPublish(user("ann"), "alerts.@ann", "authenticated")).isTrue();
        assertThat(mayPublish(user("ann"), "alerts.@bob", "authenticated")).isFalse();
        assertThat(mayPublish(null, "alerts.@bob", "anyone")).isFalse();
        assertThat(mayPublish(REFEREE, "alerts.@bob", "scope:referee")).isTrue();
    }

    @Test
    void countsWhatItDenies() {
        maySubscribe(null, "scores.x", "nobody");
        mayPublish(null, "scores.x", "nobody");
        mayPublish(null, "scores.x", "nobody");
        mayPublish(null, "scores.x", "anyone");
        assertThat(denied("subscribe")).isEqualTo(1);
        assertThat(denied("publish")).isEqualTo(2);
    }

    private double denied(String action) {
        return registry.get("tidings.access.denied")
                .tag("action", action)
                .counter()
                .count();
    }

    private boolean maySubscribe(@Nullable Principal principal, String pattern, String rule) {
        TopicPattern topics = new TopicPattern(pattern);
        return access.maySubscribe(principal, topics, namespace(topics.namespace(), rule));
    }

    private boolean mayPublish(@Nullable Principal principal, String name, String rule) {
        Topic topic = new Topic(name);
        return access.mayPublish(principal, topic, namespace(topic.namespace(), rule));
    }

    private static Namespace namespace(String name, String rule) {
        return Namespace.of(name, Policy.DEFAULT, new Access(AccessRule.parse(rule), AccessRule.parse(rule)));
    }

    private static Principal user(String name) {
        return () -> name;
    }

    private record ScopedUser(String getName, Set<String> scopes) implements Principal, Scoped {}
}
