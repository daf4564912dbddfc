package io.tidings.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tidings.lab.Finding.Kind;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FollowedTests {

    private final Ledger ledger = new Ledger();

    private final Followed followed = Followed.resuming("s", "/topic/lab.#");

    @Test
    void findsNothingWhereAllCameOnceAndInOrder() {
        publish("lab.a", 4);
        live("lab-0.e@-1");
        news("lab.a", 1, 0);
        news("lab.a", 2, 1);
        news("lab.a", 3, 5);
        news("lab.a", 4, 6);

        assertThat(followed.hasAll(ledger)).isTrue();
        assertThat(followed.findings(ledger)).isEmpty();
    }

    @Test
    void findsWhatWasLostInTheMiddleAtTheEndAndFromTheBeginning() {
        publish("lab.a", 4);
        publish("lab.b", 1);
        live("lab-0.e@-1");
        news("lab.a", 2, 1);

        assertThat(followed.hasAll(ledger)).isFalse();
        assertThat(kinds()).containsOnly(Kind.LOST);
        assertThat(followed.findings(ledger))
                .extracting(Finding::topic, Finding::number)
                .hasSize(4);
    }

    @Test
    void doesNotMissWhatWasNeverAcknowledged() {
        ledger.begin("lab.a");
        publish("lab.a", 1);
        live("lab-0.e@-1");
        news("lab.a", 2, 1);

        assertThat(followed.hasAll(ledger)).isTrue();
        assertThat(followed.findings(ledger)).isEmpty();
    }

    @Test
    void doesNotMissWhatOtherSubscriptionsAreFor() {
        publish("labour.a", 1);
        live("lab-0.e@-1");

        assertThat(followed.hasAll(ledger)).isTrue();
    }

    @Test
    void findsADouble() {
        publish("lab.a", 2);
        live("lab-0.e@-1");
        news("lab.a", 1, 0);
        news("lab.a", 2, 1);
        news("lab.a", 1, 0);

        assertThat(kinds()).containsExactly(Kind.DOUBLED);
    }

    @Test
    void findsADoubleAtANewPosition() {
        publish("lab.a", 1);
        live("lab-0.e@-1");
        news("lab.a", 1, 0);
        news("lab.a", 1, 1);

        assertThat(kinds()).containsExactly(Kind.DOUBLED);
    }

    @Test
    void findsWhatCameTooLate() {
        publish("lab.a", 2);
        live("lab-0.e@-1");
        news("lab.a", 2, 1);
        news("lab.a", 1, 0);

        assertThat(kinds()).containsExactly(Kind.REORDERED);
    }

    @Test
    void findsAnOrderAmongTopicsOfALogThatTurnsBack() {
        publish("lab.a", 1);
        publish("lab.b", 1);
        live("lab-0.e@-1");
        news("lab.a", 1, 1);
        news("lab.b", 1, 0);

        assertThat(kinds()).containsExactly(Kind.REORDERED);
    }

    @Test
    void resumesFromTheReceiptsCursorMovedOnByNewsButNotBySnapshots() {
        assertThat(followed.subscribe()).containsExactly("id:s", "destination:/topic/lab.#", "receipt:s");
        snapshot("lab.a", 7, 3);
        live("lab-0.e@9,lab-1.e@-1");
        news("lab.a", 8, 10);

        assertThat(followed.subscribe()).contains("since:lab-0.e@10,lab-1.e@-1");
    }

    @Test
    void findsWhatIsNewsAgainAfterAResume() {
        publish("lab.a", 2);
        live("lab-0.e@-1");
        news("lab.a", 1, 0);
        followed.subscribe();
        news("lab.a", 1, 0);
        news("lab.a", 2, 1);

        assertThat(kinds()).containsExactly(Kind.DOUBLED);
    }

    @Test
    void findsWhatAResumeLeftOut() {
        publish("lab.a", 3);
        live("lab-0.e@-1");
        news("lab.a", 1, 0);
        followed.subscribe();
        live("lab-0.e@2");

        assertThat(kinds()).containsExactly(Kind.LOST, Kind.LOST);
    }

    @Test
    void findsASnapshotOlderThanWhatWasSeen() {
        publish("lab.a", 2);
        live("lab-0.e@-1");
        news("lab.a", 1, 0);
        news("lab.a", 2, 1);
        followed.subscribe();
        snapshot("lab.a", 1, 0);

        assertThat(kinds()).containsExactly(Kind.WRONG);
    }

    @Test
    void findsACursorThatTurnsBack() {
        live("lab-0.e@5");
        followed.subscribe();
        live("lab-0.e@4");

        assertThat(kinds()).containsExactly(Kind.WRONG);
    }

    @Test
    void findsNewsBeforeTheReceiptOfTheFirstSubscribe() {
        news("lab.a", 1, 0);

        assertThat(kinds()).containsExactly(Kind.WRONG);
    }

    @Test
    void startsAnewWhenItIsToldOfAGap() {
        publish("lab.a", 9);
        live("lab-0.e@-1");
        news("lab.a", 1, 0);
        followed.subscribe();
        message("lab.a", 8, 7, "snapshot", "true", "gap", "true");
        live("lab-0.e@7");
        news("lab.a", 9, 8);

        assertThat(followed.findings(ledger)).isEmpty();
        assertThat(followed.gaps()).isEqualTo(1);
    }

    @Test
    void goesOnAfterAGapInPlaceWhereItsLastFrameSays() {
        publish("lab.a", 9);
        publish("lab.b", 4);
        live("lab-0.e@-1");
        message("lab.a", 8, 7, "snapshot", "true", "gap", "true");
        assertThat(followed.subscribe()).noneMatch(header -> header.startsWith("since:"));
        message("lab.a", 8, 7, "snapshot", "true", "gap", "true");
        message("lab.b", 4, 3, "snapshot", "true", "position", "lab-0.f@8");
        news("lab.a", 9, 9);

        assertThat(followed.findings(ledger)).isEmpty();
        assertThat(followed.subscribe()).contains("since:lab-0.e@9,lab-0.f@8");
    }

    @Test
    void startsAnewOnAnEmptyFrameOfAGap() {
        live("lab-0.e@5");
        followed.message(new StompFrame("MESSAGE", Map.of("gap", "true", "position", "lab-0.f@-1"), new byte[0]));

        assertThat(followed.subscribe()).contains("since:lab-0.f@-1");
        assertThat(followed.findings(ledger)).isEmpty();
    }

    @Test
    void beginsEachVisitAnewButKeepsWhatTheLastOneSkipped() {
        Followed visiting = Followed.visiting("v", "/topic/lab.#");
        publish("lab.a", 9);
        visiting.message(frame("lab.a", 3, 2, "snapshot", "true"));
        visiting.live(receipt("lab-0.e@2"));
        visiting.message(frame("lab.a", 5, 4));

        assertThat(visiting.subscribe()).noneMatch(header -> header.startsWith("since:"));
        visiting.message(frame("lab.a", 9, 8, "snapshot", "true"));
        visiting.live(receipt("lab-0.e@8"));

        assertThat(visiting.findings(ledger))
                .extracting(Finding::kind, Finding::number)
                .containsExactly(tuple(Kind.LOST, 4L));
    }

    private void publish(String topic, int count) {
        for (int i = 0; i < count; i++) {
            ledger.acknowledged(topic, ledger.begin(topic));
        }
    }

    private void live(String position) {
        followed.live(receipt(position));
    }

    private void news(String topic, long number, long offset) {
        message(topic, number, offset);
    }

    private void snapshot(String topic, long number, long offset) {
        message(topic, number, offset, "snapshot", "true");
    }

    private void message(String topic, long number, long offset, String... more) {
        followed.message(frame(topic, number, offset, more));
    }

    private static StompFrame receipt(String position) {
        return new StompFrame("RECEIPT", Map.of("position", position), new byte[0]);
    }

    private static StompFrame frame(String topic, long number, long offset, String... more) {
        Map<String, String> headers =
                new HashMap<>(Map.of("destination", "/topic/" + topic, "message-id", "lab-0.e@" + offset));
        for (int i = 0; i < more.length; i += 2) {
            headers.put(more[i], more[i + 1]);
        }
        return new StompFrame("MESSAGE", headers, Body.of("", number).getBytes(StandardCharsets.UTF_8));
    }

    private List<Kind> kinds() {
        return followed.findings(ledger).stream().map(Finding::kind).toList();
    }
}
