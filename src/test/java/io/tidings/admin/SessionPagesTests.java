package io.tidings.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidings.cluster.Answers;
import io.tidings.cluster.ScriptedCluster;
import io.tidings.session.SessionInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.web.ErrorResponseException;
import tools.jackson.databind.json.JsonMapper;

class SessionPagesTests {

    private final ScriptedCluster cluster = new ScriptedCluster("b", "a", "c");

    private final NodeQuestions nodes =
            new NodeQuestions(cluster, AdminApi.properties(Duration.ofSeconds(1), Duration.ofSeconds(3)));

    private final SessionPages pages = new SessionPages(nodes);

    @Test
    void putsOneNodesSessionsBehindAnothers() {
        cluster.answers("a", slice(false, 5, 9)).answers("b", slice(false, 1)).answers("c", slice(false, 40));

        Page<SessionView> page = list(10);

        assertThat(ids(page)).containsExactly("a-5", "a-9", "b-1", "c-14");
        assertThat(page.next()).isNull();
        assertThat(page.missing()).isEmpty();
    }

    @Test
    void endsAPageWhereItIsFullAndSaysWhatComesNext() {
        cluster.answers("a", slice(false, 5, 9))
                .answers("b", slice(false, 1, 2, 3))
                .answers("c", slice(false));

        Page<SessionView> page = list(3);

        assertThat(ids(page)).containsExactly("a-5", "a-9", "b-1");
        assertThat(page.next()).isEqualTo("b-1");
    }

    @Test
    void endsAPageWhereANodeHadMoreThanFitIntoItsAnswer() {
        cluster.answers("a", slice(true, 5)).answers("b", slice(false, 1)).answers("c", slice(false));

        Page<SessionView> page = list(10);

        assertThat(ids(page)).containsExactly("a-5");
        assertThat(page.next()).isEqualTo("a-5");
    }

    @Test
    void saysThatNoMoreFollowsWhereTheLastNodeGaveAll() {
        cluster.answers("a", slice(false, 5)).answers("b", slice(false)).answers("c", slice(false));

        assertThat(list(1).next()).isNull();
    }

    @Test
    void namesTheNodesThatDidNotAnswerAndThoseThatAnsweredNonsense() {
        cluster.answers("a", "nonsense").answers("b", slice(false, 1)).silent("c", Answers.Reason.TIMEOUT);

        Page<SessionView> page = list(10);

        assertThat(ids(page)).containsExactly("b-1");
        assertThat(page.missing())
                .containsExactlyInAnyOrder(new MissingNode("a", "failed"), new MissingNode("c", "timeout"));
    }

    @Test
    void failsWhereTheOneNodeThatIsAskedDoesNotAnswer() {
        cluster.silent("c", Answers.Reason.BUSY);

        assertThatThrownBy(() -> pages.detail(new SessionId("c", 1), null, 10).block())
                .isInstanceOfSatisfying(ErrorResponseException.class, problem -> {
                    assertThat(problem.getStatusCode().value()).isEqualTo(503);
                    assertThat(problem.getBody().getDetail()).isEqualTo("node: 'c' did not answer: busy");
                    assertThat(problem.getHeaders().getFirst("Retry-After")).isEqualTo("3");
                });
    }

    @Test
    void cutsWhatANodeAnswersToWhatFits() {
        List<Integer> items = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            items.add(i);
        }
        nodes.answer(
                "long",
                new tools.jackson.core.type.TypeReference<String>() {},
                question -> java.util.concurrent.CompletableFuture.completedFuture(new Slice<>(items, false)));

        String answer = cluster.ask("long", "\"x\"", 500);

        assertThat(answer.length()).isBetween(200, 500);
        assertThat(answer).startsWith("{\"items\":[0,1,2").endsWith("],\"more\":true}");
    }

    @Test
    void asksANodeOnlyForWhatComesBehind() {
        SessionId after = SessionId.parse("after", "node-b-1f");

        assertThat(after.numberAt("node-a")).isEqualTo(Long.MAX_VALUE);
        assertThat(after.numberAt("node-b")).isEqualTo(51);
        assertThat(after.numberAt("node-c")).isZero();
        assertThat(after).hasToString("node-b-1f");
    }

    private Page<SessionView> list(int limit) {
        return pages.list(new SessionQuestions.Listing(null, null, SessionId.NONE, limit))
                .block();
    }

    private static List<String> ids(Page<SessionView> page) {
        return page.items().stream().map(SessionView::id).toList();
    }

    private static String slice(boolean more, long... numbers) {
        List<SessionInfo> sessions = new ArrayList<>();
        for (long number : numbers) {
            sessions.add(new SessionInfo(
                    number,
                    null,
                    "127.0.0.1",
                    "connected",
                    "1.2",
                    Instant.EPOCH,
                    new SessionInfo.HeartBeat(Duration.ZERO, Duration.ofSeconds(1)),
                    Duration.ofMillis(5),
                    1,
                    new SessionInfo.Pending(0, Duration.ZERO)));
        }
        return JsonMapper.builder().build().writeValueAsString(new Slice<>(sessions, more));
    }
}
