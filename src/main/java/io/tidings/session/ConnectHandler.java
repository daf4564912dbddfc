package io.tidings.session;

import io.tidings.fanout.StompVersion;
import java.util.concurrent.TimeUnit;
import org.springframework.messaging.Message;
import org.springframework.messaging.simp.stomp.StompCommand;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;

/** CONNECT and STOMP: agrees on a version and on heart-beats. Any login is taken, for none is asked for. */
final class ConnectHandler implements FrameHandler {

    private static final String SERVER = "tidings";

    private final HeartBeats heartBeats;

    private final StompFrames frames;

    ConnectHandler(HeartBeats heartBeats, StompFrames frames) {
        this.heartBeats = heartBeats;
        this.frames = frames;
    }

    @Override
    public void handle(NettySession session, StompHeaderAccessor frame, Message<?> message) {
        StompVersion version = StompVersion.negotiate(frame.getAcceptVersion())
                .orElseThrow(
                        () -> new StompRefusal("accept-version: none that is spoken here (expected: 1.0, 1.1 or 1.2)"));
        StompState.HeartBeat agreed = heartBeats.agree(heartBeat(frame));
        session.outbox().version(version);
        session.stomp().connected(agreed);
        frames.send(session.getId(), connected(session, version));
    }

    private static long[] heartBeat(StompHeaderAccessor frame) {
        long[] asked = frame.getHeartbeat();
        if (asked[0] < 0 || asked[1] < 0) {
            throw new StompRefusal(
                    "heart-beat: '" + asked[0] + ',' + asked[1] + "' (expected: two times in milliseconds, >= 0)");
        }
        return asked;
    }

    private StompHeaderAccessor connected(NettySession session, StompVersion version) {
        long offered = TimeUnit.NANOSECONDS.toMillis(heartBeats.offeredNanos());
        StompHeaderAccessor connected = StompHeaderAccessor.create(StompCommand.CONNECTED);
        connected.setVersion(version.text());
        connected.setHeartbeat(offered, offered);
        connected.setNativeHeader("session", session.getId());
        connected.setNativeHeader("server", SERVER);
        return connected;
    }
}
