package io.tidings.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.tidings.cluster.Answers.Answer;
import io.tidings.cluster.Answers.Missing;
import io.tidings.cluster.Answers.Reason;
import io.tidings.cluster.FakeNodes.FakeNode;
import io.tidings.cluster.NodeMessage.Answering;
import io.tidings.cluster.NodeMessage.Asking;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AskingTests {

    private static final Duration DEADLINE = Duration.ofSeconds(2);

    private static final Question HELLO = new Question("hello", "you");

    private final FakeNodes nodes = new FakeNodes();

    private FakeNode one;

    private FakeNode two;

    private FakeNode three;

    @BeforeEach
    void start() {
        one = start("web-1");
        two = start("web-2");
        three = start("web-3");
        nodes.pass(Duration.ofSeconds(1));
    }

    @Test
    void allNodesAnswerTheAskingOneFirst() {
        Answers answers = two.cluster.ask(HELLO, DEADLINE).join();

        assertThat(answers.answers())
                .containsExactly(
                        new Answer("web-2", "you to web-2"),
                        new Answer("web-1", "you to web-1"),
                        new Answer("web-3", "you to web-3"));
        assertThat(answers.missing()).isEmpty();
        assertThat(two.registry
                        .get("tidings.cluster.questions")
                        .tag("outcome", "complete")
                        .timer()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void oneNodeAnswersAlone() {
        assertThat(one.cluster.ask("web-3", HELLO, DEADLINE).join().answers())
                .containsExactly(new Answer("web-3", "you to web-3"));
        assertThat(one.cluster.ask("web-1", HELLO, DEADLINE).join().answers())
                .containsExactly(new Answer("web-1", "you to web-1"));
        assertThat(one.cluster.ask("nobody", HELLO, DEADLINE).join())
                .isEqualTo(new Answers(List.of(), List.of(new Missing("nobody", Reason.UNREACHABLE))));
    }

    @Test
    void namesWhoHasNotAnsweredByTheDeadline() {
        three.kill();
        CompletableFuture<Answers> answers = one.cluster.ask(HELLO, DEADLINE);

        nodes.pass(Duration.ofMillis(1990));
        assertThat(answers).isNotDone();
        nodes.pass(Duration.ofMillis(10));
        assertThat(answers.join().answers()).extracting(Answer::node).containsExactly("web-1", "web-2");
        assertThat(answers.join().missing()).containsExactly(new Missing("web-3", Reason.TIMEOUT));
        assertThat(one.registry
                        .get("tidings.cluster.missing.answers")
                        .tag("reason", "timeout")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void doesNotWaitForWhoIsMissingButNamesIt() {
        three.kill();
        nodes.pass(Duration.ofSeconds(16));

        assertThat(one.cluster.ask(HELLO, DEADLINE).join().missing())
                .containsExactly(new Missing("web-3", Reason.UNREACHABLE));
    }

    @Test
    void answersAloneAtOnceWhileTheRelayIsDown() {
        one.connected = false;

        Answers answers = one.cluster.ask(HELLO, DEADLINE).join();

        assertThat(answers.answers()).containsExactly(new Answer("web-1", "you to web-1"));
        assertThat(answers.missing())
                .containsExactly(new Missing("web-2", Reason.UNREACHABLE), new Missing("web-3", Reason.UNREACHABLE));
    }

    @Test
    void takesTheFirstAnswerOfEachNodeAndNoneThatIsLateOrNotAskedFor() {
        two.cluster.answer("slow", (question, maxBytes) -> new CompletableFuture<>());
        CompletableFuture<Answers> answers = one.cluster.ask("web-2", new Question("slow", ""), DEADLINE);
        String id = ((Asking) one.told.get(one.told.size() - 1)).id();

        one.hear(answer("web-3", id, "not asked"));
        one.hear(answer("web-2", "0123", "no question"));
        assertThat(answers).isNotDone();
        one.hear(answer("web-2", id, "first"));
        one.hear(answer("web-2", id, "second"));

        assertThat(answers.join().answers()).containsExactly(new Answer("web-2", "first"));
        assertThat(one.dropped("late")).isEqualTo(3);
    }

    @Test
    void messagesThatAreDoubledChangeNothing() {
        nodes.way = (to, message, sink) -> {
            sink.accept(message);
            sink.accept(message);
        };
        assertThat(one.cluster.ask(HELLO, DEADLINE).join().answers()).hasSize(3);
    }

    @Test
    void saysWhyANodeHasNotAnswered() {
        two.cluster.answer("odd", (question, maxBytes) -> CompletableFuture.failedFuture(new IllegalStateException()));
        three.cluster.answer("odd", (question, maxBytes) -> {
            throw new IllegalStateException();
        });

        assertThat(one.cluster.ask(new Question("odd", ""), DEADLINE).join().missing())
                .containsExactly(
                        new Missing("web-1", Reason.UNKNOWN_QUESTION),
                        new Missing("web-2", Reason.FAILED),
                        new Missing("web-3", Reason.FAILED));
    }

    @Test
    void anAnswerThatIsTooLongIsNone() {
        AtomicInteger most = new AtomicInteger();
        two.cluster.answer("much", (question, maxBytes) -> {
            most.set(maxBytes);
            return CompletableFuture.completedFuture("é".repeat(maxBytes / 2 + 1));
        });
        assertThat(one.cluster
                        .ask("web-2", new Question("much", ""), DEADLINE)
                        .join()
                        .missing())
                .containsExactly(new Missing("web-2", Reason.FAILED));
        assertThat(most).hasValue(63 * 1024);
    }

    @Test
    void theAnswersOfManyNodesShareWhatMayBeHeld() {
        AtomicInteger most = new AtomicInteger();
        FakeNodes small = new FakeNodes(Map.of("tidings.cluster.questions.max-answers", "64KB"));
        FakeNode asker = small.start("web-1");
        asker.cluster.answer("much", (question, maxBytes) -> {
            most.set(maxBytes);
            return CompletableFuture.completedFuture("");
        });
        small.start("web-2");
        small.start("web-3");
        small.start("web-4");
        small.pass(Duration.ofSeconds(1));

        asker.cluster.ask(new Question("much", ""), DEADLINE);

        assertThat(most).hasValue(16 * 1024);
    }

    @Test
    void refusesMoreQuestionsThanMayBeUnderWay() {
        two.kill();
        List<CompletableFuture<Answers>> asked = new ArrayList<>();
        for (int i = 0; i < 33; i++) {
            asked.add(one.cluster.ask(HELLO, DEADLINE));
        }
        assertThat(asked.get(32))
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withCauseInstanceOf(TooManyQuestionsException.class);

        nodes.pass(DEADLINE);
        assertThat(asked.subList(0, 32)).allMatch(CompletableFuture::isDone);
        assertThat(one.cluster.ask("web-3", HELLO, DEADLINE)).isDone();
    }

    @Test
    void aNodeWithTooMuchToAnswerSaysSoUntilItHasAnswered() {
        two.cluster.answer("slow", (question, maxBytes) -> new CompletableFuture<>());
        for (int i = 0; i < 64; i++) {
            two.hear(NodeMessageFormat.encode(
                    new Asking("web-9", "id" + i, new Question("slow", ""), DEADLINE.toMillis(), 1000)));
        }

        assertThat(one.cluster.ask("web-2", HELLO, DEADLINE).join().missing())
                .containsExactly(new Missing("web-2", Reason.BUSY));
        nodes.pass(DEADLINE);
        assertThat(one.cluster.ask("web-2", HELLO, DEADLINE).join().missing()).isEmpty();
    }

    @Test
    void saysNoMoreInASecondThanMayBe() {
        two.cluster.answer("long", (question, maxBytes) -> CompletableFuture.completedFuture("x".repeat(maxBytes)));
        for (int i = 0; i < 30; i++) {
            one.cluster.ask("web-2", new Question("long", ""), DEADLINE);
        }
        assertThat(two.told.stream().filter(Answering.class::isInstance)).hasSize(16);
        assertThat(two.dropped("throttled")).isEqualTo(14);
        assertThat(two.told.stream().filter(NodeMessage.Gossip.class::isInstance))
                .isNotEmpty();
    }

    @Test
    void questionsUnderWayEndWhenTheNodeStops() {
        two.kill();
        CompletableFuture<Answers> answers = one.cluster.ask(HELLO, DEADLINE);

        one.cluster.stop();

        assertThat(answers.join().missing()).containsExactly(new Missing("web-2", Reason.TIMEOUT));
        assertThat(one.cluster.ask(HELLO, DEADLINE).join().answers()).isEmpty();
    }

    @Test
    void refusesWhatCannotBeAsked() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Question("Hello", ""));
        assertThatIllegalArgumentException().isThrownBy(() -> new Question("hello", "x".repeat(32 * 1024 + 1)));
        assertThatIllegalArgumentException().isThrownBy(() -> one.cluster.ask(HELLO, Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> one.cluster.ask(HELLO, Duration.ofMinutes(2)));
        assertThatIllegalStateException()
                .isThrownBy(() -> one.cluster.answer("hello", (question, maxBytes) -> new CompletableFuture<>()));
    }

    private FakeNode start(String id) {
        FakeNode node = nodes.start(id);
        node.cluster.answer("hello", (question, maxBytes) -> CompletableFuture.completedFuture(question + " to " + id));
        return node;
    }

    private static byte[] answer(String from, String id, String payload) {
        return NodeMessageFormat.encode(new Answering(from, id, NodeMessage.Outcome.ANSWERED, payload));
    }
}
