package io.tidings.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.tidings.session.SessionInfo;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * One session as it was at one moment.
 *
 * @param id its id among all nodes' sessions
 * @param node the id of the node that it is on
 * @param user who it is; absent for a client that has not shown that
 * @param address the client's address
 * @param phase how far it has come: new, connected, disconnecting or ended
 * @param version the version of STOMP that it speaks; absent before CONNECT
 * @param connectedAt when it began, by the node's clock
 * @param heartBeat what was agreed on
 * @param idleMillis how long ago the client last sent anything, in milliseconds
 * @param subscriptions how many subscriptions it holds
 * @param pending what waits for the client to take it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record SessionView(
        String id,
        String node,
        @Nullable String user,
        String address,
        String phase,
        @Nullable String version,
        Instant connectedAt,
        HeartBeat heartBeat,
        long idleMillis,
        int subscriptions,
        Pending pending) {

    /**
     * Heart-beats, in milliseconds; 0 for none.
     *
     * @param sendMillis how often the server sends something at the least
     * @param receiveMillis how often the client does
     */
    record HeartBeat(long sendMillis, long receiveMillis) {}

    /**
     * What was sent and not taken.
     *
     * @param bytes how much waits in the node, without what its kernel holds
     * @param stalledMillis for how long the client has taken nothing of it, seen to a second or so; 0 where it takes some
     */
    record Pending(long bytes, long stalledMillis) {}

    static SessionView of(String node, SessionInfo session) {
        return new SessionView(
                SessionId.of(node, session).toString(),
                node,
                session.user(),
                session.address(),
                session.phase(),
                session.version(),
                session.since().truncatedTo(ChronoUnit.MILLIS),
                new HeartBeat(
                        session.heartBeat().send().toMillis(),
                        session.heartBeat().receive().toMillis()),
                session.idle().toMillis(),
                session.subscriptions(),
                new Pending(
                        session.pending().bytes(), session.pending().stalled().toMillis()));
    }
}
