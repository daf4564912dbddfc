package io.tidings.bench;

/** Counts the bytes that connections carry, both ways, TCP's own left out, and requests; for the client's event loop. */
final class Traffic {

    private long received;

    private long sent;

    private long requests;

    private long ended;

    void received(int bytes) {
        received += bytes;
    }

    void sent(int bytes) {
        sent += bytes;
    }

    long bytesReceived() {
        return received;
    }

    long bytesSent() {
        return sent;
    }

    void requested() {
        requests++;
    }

    long requests() {
        return requests;
    }

    void ended() {
        ended++;
    }

    /** Connections that have ended, which none should. */
    long connectionsEnded() {
        return ended;
    }
}
