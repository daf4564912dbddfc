package io.tidings.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tidings.cluster.Cluster;
import io.tidings.cluster.NodeCounts;
import io.tidings.replica.Replica;
import io.tidings.session.SessionDirectory;
import io.tidings.session.SessionTotals;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;

class NodeCountersTests {

    private final Cluster cluster = mock(Cluster.class);

    private final SessionDirectory sessions = mock(SessionDirectory.class);

    private final CompletableFuture<SessionTotals> first = new CompletableFuture<>();

    private NodeCounts ofSessions;

    @BeforeEach
    void count() {
        when(sessions.totals()).thenReturn(first).thenReturn(new CompletableFuture<>());
        new NodeCounters(cluster, new SimpleMeterRegistry(), sessions, mock(Replica.class))
                .afterSingletonsInstantiated();
        ArgumentCaptor<NodeCounts> counts = ArgumentCaptor.forClass(NodeCounts.class);
        verify(cluster, times(2)).count(counts.capture());
        ofSessions = counts.getAllValues().get(0);
    }

    @Test
    void addsUpSessionsOnceAtATime() {
        ofSessions.counts();
        assertThat(ofSessions.counts()).containsEntry("subscriptions", 0L);
        verify(sessions, times(1)).totals();

        first.complete(new SessionTotals(3, 5));
        assertThat(ofSessions.counts()).isEqualTo(Map.of("subscriptions", 3L, "pending.bytes", 5L));
        verify(sessions, times(2)).totals();
    }

    @Test
    void addsThemUpAgainAfterAFailure() {
        ofSessions.counts();
        first.completeExceptionally(new IllegalStateException("stopping"));

        assertThat(ofSessions.counts()).containsEntry("subscriptions", 0L);
        verify(sessions, times(2)).totals();
    }
}
