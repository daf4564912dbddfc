package io.tidings.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidings.topic.Cursor;
import io.tidings.topic.LogId;
import io.tidings.topic.Topic;
import io.tidings.topic.TopicPattern;
import io.tidings.topic.Update;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a client was shown on one node, and what was told there from then on: both are compared with the truth. */
final class FollowedView {

    private static final Cursor NOTHING = Cursor.of(Map.of());

    private final ViewQuery query;

    private final View view;

    private final Bench node;

    private final Truth truth;

    private final int told;

    private final int resets;

    private int toldAtEnd = -1;

    private boolean resetAtEnd;

    /** Just now, on the replica's thread. */
    FollowedView(ViewQuery query, View view, Bench node, Truth truth) {
        this.query = query;
        this.view = view;
        this.node = node;
        this.truth = truth;
        this.told = node.listener.updates.size();
        this.resets = node.listener.resets.size();
    }

    View view() {
        return view;
    }

    boolean isRecovery() {
        return query.since() != null && !view.gap();
    }

    /** How many updates came after the cursor. */
    int owed() {
        return truth.between(query.pattern(), query.since(), view.cursor()).size();
    }

    void verifyRecovery() {
        assertThat(view.lastValues()).isEmpty();
        for (LogId log : truth.logs()) {
            long from = query.since().offset(log).orElse(-1);
            long to = view.cursor().offset(log).orElseThrow();
            assertThat(to).isGreaterThanOrEqualTo(from);
            SequenceChecker.check(truth.between(log, query.pattern(), from, to), 0, of(view.updates(), log));
        }
    }

    /** Who had a cursor is told of the gap, and nobody else; each log's updates are in order. */
    void verifyNoRecovery() {
        assertThat(view.gap()).isEqualTo(query.since() != null);
        truth.logs()
                .forEach(log -> assertThat(of(view.updates(), log))
                        .isSortedAccordingTo((a, b) ->
                                Long.compare(a.position().offset(), b.position().offset())));
    }

    /** Each topic shows the end of what it has had, or its last value, and never both. */
    void verifySnapshot() {
        Map<Topic, List<Update>> byTopic = new HashMap<>();
        view.updates()
                .forEach(update -> byTopic.computeIfAbsent(update.topic(), topic -> new ArrayList<>())
                        .add(update));
        view.lastValues()
                .forEach(update ->
                        assertThat(byTopic.put(update.topic(), List.of(update))).isNull());
        byTopic.forEach((topic, shown) -> {
            List<Update> had = truth.between(new TopicPattern(topic.name()), NOTHING, view.cursor());
            assertThat(Samples.positions(had)).endsWith(Samples.positions(shown).toArray(String[]::new));
        });
    }

    /** What was told is what the logs have had, without hole or double, as far as it goes. */
    void verifyLive() {
        for (LogId log : truth.logs()) {
            List<Update> live = of(live(), log);
            long last =
                    live.isEmpty() ? -1 : live.get(live.size() - 1).position().offset();
            verifyLive(log, live, last);
        }
    }

    /** What was told is all that the logs have had. */
    void verifyLiveToTheEnd() {
        truth.logs().forEach(log -> verifyLive(log, of(live(), log), truth.head(log)));
    }

    /** The cursor of a client that has got some of what was shown, and nothing else. */
    Cursor cursorAfterShown(int count) {
        return moved(query.since(), view.updates().subList(0, count));
    }

    /** The cursor of a client that has got all that was shown, and some of what was told then. */
    Cursor cursorAfterLive(int count) {
        return moved(view.cursor(), live().subList(0, count));
    }

    /** What was told of the topics until now, or until the end. */
    List<Update> live() {
        List<Update> all = node.listener.updates;
        return all.subList(told, toldAtEnd < 0 ? all.size() : toldAtEnd).stream()
                .filter(update -> query.pattern().matches(update.topic()))
                .toList();
    }

    /** Whether the client was told, until now or until the end, that something may be missing. */
    boolean wasReset() {
        return toldAtEnd < 0 ? node.listener.resets.size() > resets : resetAtEnd;
    }

    void end() {
        resetAtEnd = wasReset();
        toldAtEnd = node.listener.updates.size();
    }

    private void verifyLive(LogId log, List<Update> live, long upTo) {
        if (!wasReset()) {
            long from = view.cursor().offset(log).orElseThrow();
            SequenceChecker.check(truth.between(log, query.pattern(), from, upTo), 0, live);
        }
    }

    private static Cursor moved(Cursor cursor, List<Update> updates) {
        Map<LogId, Long> offsets = new HashMap<>(cursor.offsets());
        updates.forEach(update -> offsets.put(
                (LogId) update.position().source(), update.position().offset()));
        return Cursor.of(offsets);
    }

    private static List<Update> of(List<Update> updates, LogId log) {
        return updates.stream()
                .filter(update -> update.position().source().equals(log))
                .toList();
    }
}
