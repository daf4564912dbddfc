package io.tidings.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tidings.topic.AccessAction;
import io.tidings.topic.AccessRule;
import io.tidings.topic.Namespace;
import io.tidings.topic.Namespace.Access;
import io.tidings.topic.Policy;
import io.tidings.topic.Topic;
import io.tidings.topic.TopicPattern;
import io.tidings.topic.TopicRule;
import io.tidings.topic.TopicTemplate;
import java.security.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessControlTests {

    private static final Principal REFEREE = new ScopedUser("ref", Set.of("referee", "other"));

    /** Asks the authorizer, but for a part that is closed. */
    private static final Namespace ASKED = Namespace.of(
            "chat",
            Policy.DEFAULT,
            new Access(
                    AccessRule.parse("authorizer"),
                    AccessRule.parse("authorizer"),
                    AccessRule.ANYONE,
                    List.of(new TopicRule(
                            TopicTemplate.parse("chat.closed.#"), AccessRule.NOBODY, AccessRule.NOBODY, null))));

    private final List<Question> questions = new ArrayList<>();

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    private final AccessControl access = AccessControls.of(registry);

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
        assertThat(access.subscribe(null, new TopicPattern("scores.#"), namespace))
                .isCompletedWithValue(Decision.ALLOWED);
        assertThat(access.publish(null, new Topic("scores.x"), namespace)).isCompletedWithValue(Decision.DENIED);
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

    @ParameterizedTest
    @CsvSource({"canary", "%canary", "%25canary", "@%25canary", "ann"})
    void keepsCanariesFromEveryUserWhateverTheName(String name) {
        assertThat(maySubscribe(user(name), "scores.@%25canary", "anyone")).isFalse();
        assertThat(mayPublish(user(name), "scores.@%25canary", "anyone")).isFalse();
        assertThat(maySubscribe(null, "scores.@%25canary", "anyone")).isFalse();
        assertThat(maySubscribe(REFEREE, "scores.@%25canary", "scope:referee")).isFalse();
    }

    @Test
    void letsTheNodeItselfHaveCanariesAndNothingElse() {
        assertThat(maySubscribe(CanaryUser.INSTANCE, "scores.@%25canary", "nobody"))
                .isTrue();
        assertThat(maySubscribe(CanaryUser.INSTANCE, "scores.x", "anyone")).isFalse();
        assertThat(maySubscribe(CanaryUser.INSTANCE, "scores.#", "anyone")).isFalse();
        assertThat(mayPublish(CanaryUser.INSTANCE, "scores.x", "anyone")).isFalse();
        assertThat(mayPublish(CanaryUser.INSTANCE, "scores.@%25canary", "anyone"))
                .isFalse();
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

    @Test
    void countsWhatIsAnotherUsersApart() {
        maySubscribe(user("ann"), "alerts.@bob", "anyone");
        mayPublish(user("ann"), "alerts.@bob", "anyone");
        assertThat(denied("subscribe", "owner")).isEqualTo(1);
        assertThat(denied("publish", "owner")).isEqualTo(1);
        assertThat(denied("subscribe")).isZero();
    }

    @Test
    void asksTheAuthorizerAboutWhatRulesLeaveToIt() {
        CompletableFuture<Decision> subscribe = asked("chat.x.*", Decision.ALLOWED_NOW);
        assertThat(subscribe).isCompletedWithValue(Decision.ALLOWED_NOW);
        assertThat(questions)
                .containsExactly(new Question(REFEREE, AccessAction.SUBSCRIBE, new TopicPattern("chat.x.*")));
        assertThat(asked("chat.x.*", Decision.DENIED)).isCompletedWithValue(Decision.DENIED);
        assertThat(asked("chat.x.*", Decision.UNKNOWN)).isCompletedWithValue(Decision.UNKNOWN);
        assertThat(denied("subscribe", "authorizer")).isEqualTo(1);
        assertThat(denied("subscribe", "unknown")).isEqualTo(1);
        questions.clear();

        assertThat(asked("chat.@ann", Decision.ALLOWED_NOW)).isCompletedWithValue(Decision.DENIED);
        assertThat(asked("chat.closed.x", Decision.ALLOWED_NOW)).isCompletedWithValue(Decision.DENIED);
        assertThat(asked("chat.#", Decision.ALLOWED_NOW)).isCompletedWithValue(Decision.DENIED);
        assertThat(questions).as("asked in vain").isEmpty();
    }

    @Test
    void letsTheAuthorizerOpenOthersOwnTopicsForPublishing() {
        asked("chat.x", Decision.ALLOWED_NOW);
        assertThat(asking(Decision.ALLOWED_NOW).publish(REFEREE, new Topic("chat.@ann"), ASKED))
                .isCompletedWithValue(Decision.ALLOWED_NOW);
        assertThat(asking(Decision.DENIED).publish(REFEREE, new Topic("chat.@ref"), ASKED))
                .isCompletedWithValue(Decision.DENIED);
    }

    @Test
    void waitsForTheAuthorizer() {
        CompletableFuture<Decision> answer = new CompletableFuture<>();
        AccessControl waiting = new AccessControl(question -> answer, new AccessMetrics(registry));
        CompletableFuture<Decision> given = waiting.subscribe(REFEREE, new TopicPattern("chat.x"), ASKED);
        CompletableFuture<Decision> other = waiting.subscribe(REFEREE, new TopicPattern("chat.x"), ASKED);

        given.cancel(true);
        assertThat(other).isNotDone();
        answer.complete(Decision.ALLOWED_NOW);
        assertThat(other).isCompletedWithValue(Decision.ALLOWED_NOW);
    }

    @ParameterizedTest
    @CsvSource({
        "rooms.acme.#,   subscribe, true",
        "rooms.globex.x, subscribe, true",
        "rooms.#,        subscribe, false",
        "rooms.initech,  subscribe, false",
        "rooms.acme.x,   publish,   true",
        "rooms.initech,  publish,   false",
    })
    void decidesByTheClaimsOfTheClient(String topics, String action, boolean allowed) {
        Namespace rooms = Namespace.of(
                "rooms",
                Policy.DEFAULT,
                new Access(
                        AccessRule.NOBODY,
                        AccessRule.NOBODY,
                        AccessRule.ANYONE,
                        List.of(new TopicRule(
                                TopicTemplate.parse("rooms.{claim:tenant}.#"),
                                AccessRule.ANYONE,
                                AccessRule.ANYONE,
                                null))));
        CompletableFuture<Decision> decision = action.equals("publish")
                ? access.publish(REFEREE, new Topic(topics), rooms)
                : access.subscribe(REFEREE, new TopicPattern(topics), rooms);
        assertThat(decision).isCompletedWithValue(allowed ? Decision.ALLOWED : Decision.DENIED);
        assertThat(access.subscribe(user("ref"), new TopicPattern("rooms.acme"), rooms))
                .isCompletedWithValue(Decision.DENIED);
    }

    @Test
    void asksForTheHistoryByItsOwnRule() {
        Namespace namespace = Namespace.of(
                "scores",
                Policy.DEFAULT,
                new Access(AccessRule.ANYONE, AccessRule.NOBODY, AccessRule.parse("scope:referee"), List.of()));
        TopicPattern pattern = new TopicPattern("scores.#");
        assertThat(access.readHistory(null, pattern, namespace)).isCompletedWithValue(Decision.DENIED);
        assertThat(access.readHistory(REFEREE, pattern, namespace)).isCompletedWithValue(Decision.ALLOWED);
        assertThat(access.subscribe(null, pattern, namespace)).isCompletedWithValue(Decision.ALLOWED);
        assertThat(denied("read-history")).isEqualTo(1);
    }

    private CompletableFuture<Decision> asked(String topics, Decision answer) {
        return asking(answer).subscribe(REFEREE, new TopicPattern(topics), ASKED);
    }

    private AccessControl asking(Decision answer) {
        return new AccessControl(
                question -> {
                    questions.add(question);
                    return CompletableFuture.completedFuture(answer);
                },
                new AccessMetrics(registry));
    }

    private double denied(String action) {
        return denied(action, "rule");
    }

    private double denied(String action, String reason) {
        return registry.get("tidings.access.denied")
                .tags("action", action, "reason", reason)
                .counter()
                .count();
    }

    private boolean maySubscribe(@Nullable Principal principal, String pattern, String rule) {
        TopicPattern topics = new TopicPattern(pattern);
        return access.subscribe(principal, topics, namespace(topics.namespace(), rule))
                        .join()
                == Decision.ALLOWED;
    }

    private boolean mayPublish(@Nullable Principal principal, String name, String rule) {
        Topic topic = new Topic(name);
        return access.publish(principal, topic, namespace(topic.namespace(), rule))
                        .join()
                == Decision.ALLOWED;
    }

    private static Namespace namespace(String name, String rule) {
        return Namespace.of(name, Policy.DEFAULT, new Access(AccessRule.parse(rule), AccessRule.parse(rule)));
    }

    private static Principal user(String name) {
        return () -> name;
    }

    private record ScopedUser(String getName, Set<String> scopes) implements Principal, Scoped {

        @Override
        public List<String> claim(String name) {
            return name.equals("tenant") ? List.of("acme", "globex") : List.of();
        }
    }
}
