package io.tidings.session;

import io.tidings.access.TokenUser;
import io.tidings.fanout.StompVersion;
import java.security.Principal;
import java.util.concurrent.TimeUnit;
import org.springframework.messaging.Message;
import org.springframework.messaging.simp.stomp.StompCommand;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;

/** CONNECT and STOMP: agrees on a version and on heart-beats, and finds out who the client is. */
final class ConnectHandler implements FrameHandler {

    private static final String SERVER = "tidings";

    private final HeartBeats heartBeats;

    private final StompFrames frames;

    private final Logins logins;

    ConnectHandler(HeartBeats heartBeats, StompFrames frames, Logins logins) {
        this.heartBeats = heartBeats;
        this.frames = frames;
        this.logins = logins;
    }

    @Override
    public void handle(NettySession session, StompHeaderAccessor frame, Message<?> message) {
        StompVersion version = StompVersion.negotiate(frame.getAcceptVersion()).orElseThrow(UnspokenVersion::new);
        session.outbox().version(version);
        StompState.HeartBeat agreed = heartBeats.agree(frame.getHeartbeat());
        logins.connect(session, frame, () -> {
            session.stomp().connected(agreed);
            frames.send(session.getId(), connected(session, version));
        });
    }

    private StompHeaderAccessor connected(NettySession session, StompVersion version) {
        long offered = TimeUnit.NANOSECONDS.toMillis(heartBeats.offeredNanos());
        StompHeaderAccessor connected = StompHeaderAccessor.create(StompCommand.CONNECTED);
        connected.setVersion(version.text());
        connected.setHeartbeat(offered, offered);
        connected.setNativeHeader("session", session.getId());
        connected.setNativeHeader("server", SERVER);
        Principal user = session.getPrincipal();
        if (user instanceof TokenUser known) {
            // Has no control characters: CONNECTED escapes nothing (STOMP 1.2, Value Encoding).
            connected.setNativeHeader("user-name", known.getName());
            connected.setNativeHeader(StompFrames.EXPIRES, Long.toString(known.expires()));
        }
        return connected;
    }
}
