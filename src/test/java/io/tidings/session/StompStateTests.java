package io.tidings.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidings.session.StompState.Phase;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StompStateTests {

    private final StompState state = new StompState();

    private final List<String> done = new ArrayList<>();

    @Test
    void runsAtOnceWhatWaitsForNoPublication() {
        state.whenPublished(() -> done.add("receipt"));

        assertThat(done).containsExactly("receipt");
    }

    @Test
    void letsDisconnectWaitForEveryPublication() {
        state.publishingStarted();
        state.publishingStarted();
        state.whenPublished(() -> done.add("commit"));
        state.disconnecting(() -> done.add("disconnect"));

        state.publishingEnded();
        assertThat(done).isEmpty();
        assertThat(state.phase()).isEqualTo(Phase.DISCONNECTING);

        state.publishingEnded();
        assertThat(done).containsExactly("commit", "disconnect");
    }

    @Test
    void runsWhatWaitedOnce() {
        state.publishingStarted();
        state.whenPublished(() -> done.add("commit"));
        state.publishingEnded();
        state.publishingStarted();
        state.publishingEnded();

        assertThat(done).containsExactly("commit");
    }

    @Test
    void endsOnceAndLetsGoOfTransactions() {
        state.whenEnded(() -> done.add("ended"));
        state.transactions().begin("t");

        state.end();
        state.end();

        assertThat(state.phase()).isEqualTo(Phase.ENDED);
        assertThat(done).containsExactly("ended");
        state.transactions().begin("t");
    }

    @Test
    void isBornOnceWhateverIsRead() {
        long born = state.bornNanos();
        state.read();

        assertThat(state.bornNanos()).isEqualTo(born);
        assertThat(state.lastReadNanos() - born).isGreaterThan(0);
    }

    @Test
    void isIdleWithoutASubscriptionAndWithoutAFrame() {
        StompState state = new StompState();
        long born = state.bornNanos();
        assertThat(state.isIdle(born + 100, 100)).isFalse();
        assertThat(state.isIdle(born + 101, 100)).isTrue();

        state.acted();
        assertThat(state.isIdle(born + 200, 100)).isFalse();
        assertThat(state.isIdle(born + 300, 100)).isFalse();
        assertThat(state.isIdle(born + 301, 100)).isTrue();
    }

    @Test
    void isNotIdleWhileSomethingIsUnderWay() {
        StompState state = new StompState();
        state.publishingStarted();
        assertThat(state.isIdle(state.bornNanos() + 1_000, 100)).isFalse();
        state.publishingEnded();

        assertThat(state.isIdle(state.bornNanos() + 1_100, 100)).isFalse();
        assertThat(state.isIdle(state.bornNanos() + 1_101, 100)).isTrue();
    }
}
