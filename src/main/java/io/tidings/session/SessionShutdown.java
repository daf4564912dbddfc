package io.tidings.session;

import org.springframework.context.SmartLifecycle;
import org.springframework.web.socket.CloseStatus;

/** Says good-bye to every session before the web server waits for its connections to end. */
final class SessionShutdown implements SmartLifecycle {

    private final Sessions sessions;

    private volatile boolean running;

    SessionShutdown(Sessions sessions) {
        this.sessions = sessions;
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        sessions.all().forEach(session -> session.close(CloseStatus.GOING_AWAY));
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return Integer.MAX_VALUE;
    }
}
