package io.tidings.canary;

/** When a log was last heard of, and when it gets its next canary; in the time of {@link System#nanoTime}. */
final class WatchedLog {

    private long heardNanos;

    private long dueNanos;

    private boolean writing;

    /** One that came up now, which is as good as if it had been heard. */
    WatchedLog(long nowNanos, long dueNanos) {
        this.heardNanos = nowNanos;
        this.dueNanos = dueNanos;
    }

    /** A canary of it has arrived, whoever wrote it. */
    void heard(long nowNanos, long nextNanos) {
        heardNanos = nowNanos;
        dueNanos = nextNanos;
    }

    boolean isDue(long nowNanos) {
        return !writing && nowNanos - dueNanos >= 0;
    }

    void writing(long nextNanos) {
        writing = true;
        dueNanos = nextNanos;
    }

    void written() {
        writing = false;
    }

    long silenceNanos(long nowNanos) {
        return nowNanos - heardNanos;
    }
}
