package io.tidings.bench;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** Cuts clients off, all in one moment, and has them come back until the last one is live again. */
final class Storm {

    private static final long RETRY_MILLIS = 1_000;

    private final LoadClient loop;

    private final List<ReturningClient> clients;

    private final int handshakes;

    private final long jitterNanos;

    /** Those that want to come back and may not yet, for enough others do. */
    private final Queue<ReturningClient> waiting = new ArrayDeque<>();

    private final CompletableFuture<Void> over = new CompletableFuture<>();

    private int underWay;

    private int away;

    private long retries;

    /**
     * A storm that is still to break.
     *
     * @param handshakes how many may be under way at the same moment
     * @param jitterSeconds how long a client waits at most before it comes back; each for a time of its own
     */
    Storm(LoadClient loop, List<ReturningClient> clients, int handshakes, int jitterSeconds) {
        this.loop = loop;
        this.clients = clients;
        this.handshakes = handshakes;
        this.jitterNanos = TimeUnit.SECONDS.toNanos(jitterSeconds);
    }

    /** Breaks; completes when all are live again. */
    CompletableFuture<Void> breakOut() {
        loop.loop().execute(() -> {
            away = clients.size();
            clients.forEach(client -> client.connection().cut());
            clients.forEach(this::comeBack);
        });
        return over;
    }

    /** How many attempts have failed; each is tried again after a second. */
    long retries() {
        return retries;
    }

    private void comeBack(ReturningClient client) {
        if (jitterNanos == 0) {
            arrive(client);
        } else {
            long delay = ThreadLocalRandom.current().nextLong(jitterNanos);
            loop.loop().schedule(() -> arrive(client), delay, TimeUnit.NANOSECONDS);
        }
    }

    private void arrive(ReturningClient client) {
        waiting.add(client);
        openMore();
    }

    private void openMore() {
        while (underWay < handshakes && !waiting.isEmpty()) {
            open(waiting.remove());
        }
    }

    private void open(ReturningClient client) {
        underWay++;
        StompConnection connection = client.connect();
        connection.live().whenComplete((live, failure) -> settle(client, failure == null));
        loop.open(connection);
    }

    private void settle(ReturningClient client, boolean live) {
        underWay--;
        if (!live) {
            retries++;
            loop.loop().schedule(() -> arrive(client), RETRY_MILLIS, TimeUnit.MILLISECONDS);
        } else if (--away == 0) {
            over.complete(null);
        }
        openMore();
    }
}
