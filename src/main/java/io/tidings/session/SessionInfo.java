package io.tidings.session;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One session as it was at one moment.
 *
 * @param number its number on this node, from 1, in the order in which sessions began
 * @param user who it is; null for a client that has not shown that
 * @param address the client's address
 * @param phase how far it has come: {@code new}, {@code connected}, {@code disconnecting} or {@code ended}
 * @param version the version of STOMP that it speaks; null before CONNECT
 * @param since when it began
 * @param heartBeat what was agreed on
 * @param idle how long ago the client last sent anything
 * @param subscriptions how many subscriptions it holds
 * @param pending what waits for the client to take it
 */
public record SessionInfo(
        long number,
        @Nullable String user,
        String address,
        String phase,
        @Nullable String version,
        Instant since,
        HeartBeat heartBeat,
        Duration idle,
        int subscriptions,
        Pending pending) {

    /**
     * Heart-beats; zero for none.
     *
     * @param send how often the server sends something at the least
     * @param receive how often the client does
     */
    public record HeartBeat(Duration send, Duration receive) {}

    /**
     * What has been written and not been taken.
     *
     * @param bytes how much waits in the server, without what the kernel holds
     * @param stalled how long the client has taken nothing of it, seen to a second or so; zero where it takes some
     */
    public record Pending(long bytes, Duration stalled) {}
}
