package io.tidings.lab;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Joins and leaves a stream over and over within one session, many times a second: what tries the seam of joining. */
final class Rejoiner implements AutoCloseable {

    private static final int STAY = 3;

    private static final String LEFT = "left";

    private final Followed followed;

    private final StompSession session;

    private final Thread thread = new Thread(this::run, "rejoiner");

    private volatile boolean staying;

    private volatile long joined;

    private Rejoiner(StompSession session, Followed followed) {
        this.session = session;
        this.followed = followed;
        thread.setDaemon(true);
    }

    /** Begins to visit what a subscription is for, on this node. */
    static Rejoiner start(int port, Followed visiting) throws IOException {
        Rejoiner rejoiner = new Rejoiner(StompSession.connect(port), visiting);
        rejoiner.thread.start();
        return rejoiner;
    }

    /** How often it joined. */
    long joined() {
        return joined;
    }

    /** Leaves no more. */
    void stay() {
        staying = true;
    }

    @Override
    public void close() {
        session.cut();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (true) {
                session.send("SUBSCRIBE", "", followed.subscribe());
                follow();
                session.send("UNSUBSCRIBE", "", "id:" + followed.id(), "receipt:" + LEFT);
                leave();
            }
        } catch (IOException closed) {
            return;
        }
    }

    private void follow() throws IOException {
        for (int news = 0; staying || news < STAY; ) {
            StompFrame frame = session.next();
            if (!frame.command().equals("MESSAGE")) {
                followed.live(frame);
                joined++;
            } else {
                followed.message(frame);
                news += frame.is("snapshot") ? 0 : 1;
            }
        }
    }

    private void leave() throws IOException {
        for (StompFrame frame = session.next(); frame.command().equals("MESSAGE"); frame = session.next()) {
            followed.message(frame);
        }
    }
}
