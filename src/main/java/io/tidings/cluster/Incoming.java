package io.tidings.cluster;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Takes messages of other nodes from the relay's thread to the cluster's, as many as there is room for, and reads them. */
final class Incoming {

    /** What a message takes beside its bytes. */
    static final long OVERHEAD_BYTES = 200;

    private final String self;

    private final long maxBytes;

    private final ClusterThread thread;

    private final ClusterMetrics metrics;

    private final Consumer<NodeMessage> sink;

    private final AtomicLong waitingBytes = new AtomicLong();

    /** The sink is called on the cluster's thread, with what other nodes say and not what this one does. */
    Incoming(String self, long maxBytes, ClusterThread thread, ClusterMetrics metrics, Consumer<NodeMessage> sink) {
        this.self = self;
        this.maxBytes = maxBytes;
        this.thread = thread;
        this.metrics = metrics;
        this.sink = sink;
    }

    /** The relay's thread calls. */
    void take(byte[] bytes) {
        long size = bytes.length + OVERHEAD_BYTES;
        if (waitingBytes.addAndGet(size) > maxBytes) {
            waitingBytes.addAndGet(-size);
            metrics.dropped("inbox-full");
            return;
        }
        thread.execute(() -> {
            waitingBytes.addAndGet(-size);
            read(bytes);
        });
    }

    private void read(byte[] bytes) {
        try {
            NodeMessage message = NodeMessageFormat.decode(bytes);
            if (!message.from().equals(self)) {
                metrics.received(message.type());
                sink.accept(message);
            }
        } catch (NodeMessageException e) {
            metrics.dropped(e.reason());
        }
    }
}
