package io.tidings.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tidings.topic.AccessAction;
import io.tidings.topic.TopicPattern;
import java.net.URI;
import java.security.Principal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CachingAuthorizerTests {

    private static final AuthorizerProperties PROPERTIES = new AuthorizerProperties(
            URI.create("http://localhost/may"),
            null,
            new AuthorizerProperties.Ssl(null),
            List.of("tenant"),
            Duration.ofSeconds(2),
            3,
            10,
            Duration.ofSeconds(60),
            Duration.ofSeconds(5));

    private static final Principal ANN = new User("ann", Set.of("b", "a"), Map.of("tenant", List.of("acme")));

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    private final List<AuthorizerRequest> asked = new ArrayList<>();

    private final List<CompletableFuture<Decision>> answers = new ArrayList<>();

    private long nanos;

    private final CachingAuthorizer authorizer =
            new CachingAuthorizer(this::answer, PROPERTIES, () -> nanos, new AuthorizerMetrics(registry));

    @Test
    void tellsWhoWantsWhat() {
        ask(ANN, "docs.42.*");
        ask(null, "docs.42");

        assertThat(asked)
                .containsExactly(
                        new AuthorizerRequest(
                                "subscribe",
                                null,
                                "docs.42.*",
                                "ann",
                                Set.of("a", "b"),
                                Map.of("tenant", List.of("acme"))),
                        new AuthorizerRequest("subscribe", "docs.42", null, null, Set.of(), Map.of()));
    }

    @Test
    void asksEqualQuestionsOnceWhileTheFirstIsUnderWay() {
        CompletableFuture<Decision> first = ask(ANN, "docs.1");
        CompletableFuture<Decision> second =
                ask(new User("ann", Set.of("a", "b"), Map.of("tenant", List.of("acme"))), "docs.1");

        assertThat(asked).hasSize(1);
        assertThat(count("pending")).isEqualTo(1);
        answers.get(0).complete(Decision.ALLOWED_NOW);

        assertThat(first).isCompletedWithValue(Decision.ALLOWED_NOW);
        assertThat(second).isCompletedWithValue(Decision.ALLOWED_NOW);
        assertThat(count("pending")).isZero();
        assertThat(count("remembered")).isEqualTo(1);
    }

    @Test
    void asksApartWhatDiffersInAnything() {
        ask(ANN, "docs.1");
        answers.get(0).complete(Decision.ALLOWED_NOW);
        ask(ANN, "docs.2");
        answers.get(1).complete(Decision.ALLOWED_NOW);
        ask(new User("ann", Set.of("a"), Map.of("tenant", List.of("acme"))), "docs.1");
        answers.get(2).complete(Decision.ALLOWED_NOW);
        ask(new User("ann", Set.of("b", "a"), Map.of("tenant", List.of("globex"))), "docs.1");
        answers.get(3).complete(Decision.ALLOWED_NOW);
        authorizer.ask(new Question(ANN, AccessAction.PUBLISH, new TopicPattern("docs.1")));

        assertThat(asked).doesNotHaveDuplicates().hasSize(5);
    }

    @Test
    void remembersAYesForItsTime() {
        ask(ANN, "docs.1");
        answers.get(0).complete(Decision.ALLOWED_NOW);

        pass(Duration.ofSeconds(59));
        assertThat(ask(ANN, "docs.1")).isCompletedWithValue(Decision.ALLOWED_NOW);
        assertThat(asked).hasSize(1);

        pass(Duration.ofSeconds(1));
        assertThat(ask(ANN, "docs.1")).isNotDone();
        assertThat(asked).hasSize(2);
    }

    @Test
    void countsTheTimeFromTheAnswer() {
        ask(ANN, "docs.1");
        pass(Duration.ofSeconds(100));
        answers.get(0).complete(Decision.ALLOWED_NOW);
        pass(Duration.ofSeconds(59));

        assertThat(ask(ANN, "docs.1")).isCompleted();
    }

    @Test
    void remembersANoForAShortTime() {
        ask(ANN, "docs.1");
        answers.get(0).complete(Decision.DENIED);

        pass(Duration.ofSeconds(4));
        assertThat(ask(ANN, "docs.1")).isCompletedWithValue(Decision.DENIED);
        pass(Duration.ofSeconds(1));
        assertThat(ask(ANN, "docs.1")).isNotDone();
    }

    @Test
    void forgetsThatNobodyAnswered() {
        CompletableFuture<Decision> first = ask(ANN, "docs.1");
        answers.get(0).complete(Decision.UNKNOWN);
        assertThat(first).isCompletedWithValue(Decision.UNKNOWN);

        assertThat(ask(ANN, "docs.1")).isNotDone();
        answers.get(1).completeExceptionally(new IllegalStateException("no such thing"));

        assertThat(ask(ANN, "docs.1")).isNotDone();
        answers.get(2).complete(Decision.ALLOWED_NOW);
        assertThat(ask(ANN, "docs.1")).isCompletedWithValue(Decision.ALLOWED_NOW);
    }

    @Test
    void asksNoMoreAtATimeThanItMay() {
        for (int i = 0; i < 3; i++) {
            ask(ANN, "docs." + i);
        }

        assertThat(ask(ANN, "docs.more")).isCompletedWithValue(Decision.UNKNOWN);
        assertThat(ask(ANN, "docs.0")).isNotDone();
        assertThat(asked).hasSize(3);
        assertThat(count("rejected")).isEqualTo(1);
        assertThat(count("pending")).isEqualTo(3);

        answers.get(0).complete(Decision.DENIED);
        assertThat(ask(ANN, "docs.more")).isNotDone();
    }

    @Test
    void remembersNoMoreThanItMay() {
        for (int i = 0; i < 1000; i++) {
            ask(ANN, "docs." + i);
            answers.get(i).complete(Decision.ALLOWED_NOW);
        }
        for (int i = 0; i < 1000; i++) {
            ask(ANN, "docs." + i);
            answers.get(answers.size() - 1).complete(Decision.ALLOWED_NOW);
        }

        assertThat(count("remembered")).isLessThanOrEqualTo(20);
    }

    private CompletableFuture<Decision> ask(@Nullable Principal principal, String topics) {
        return authorizer.ask(new Question(principal, AccessAction.SUBSCRIBE, new TopicPattern(topics)));
    }

    private CompletableFuture<Decision> answer(AuthorizerRequest request) {
        asked.add(request);
        answers.add(new CompletableFuture<>());
        return answers.get(answers.size() - 1);
    }

    private void pass(Duration time) {
        nanos += time.toNanos();
    }

    private double count(String what) {
        return registry.get("tidings.access.authorizer." + what)
                .meter()
                .measure()
                .iterator()
                .next()
                .getValue();
    }

    private record User(String getName, Set<String> scopes, Map<String, List<String>> claims)
            implements Principal, Scoped {

        @Override
        public List<String> claim(String name) {
            return claims.getOrDefault(name, List.of());
        }
    }
}
