package io.tidings.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidings.demo.DemoUpdates;
import io.tidings.publish.Publisher;
import io.tidings.topic.Publication;
import io.tidings.topic.Topic;
import io.tidings.topic.Update;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

/**
 * Bytes on the wire and CPU time of the event loops for each delivery to a thousand subscribers over real sockets, with and
 * without compression, in turns. Not part of the build: it says something on a machine that does nothing else only.
 *
 * <p>{@code mvn verify -Dtest=None -Dsurefire.failIfNoSpecifiedTests=false -Dit.test=DeflateEdgeMeasurement}
 */
@TestPropertySource(properties = "tidings.session.deflate.enabled=true")
class DeflateEdgeMeasurement extends AbstractEdgeIT {

    private static final int SUBSCRIBERS = Integer.getInteger("tidings.measure.subscribers", 1_000);

    private static final int ROUNDS = 2;

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final String OFFER = "\r\nSec-WebSocket-Extensions: permessage-deflate";

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

    @Autowired
    private Publisher publisher;

    /** What is sent how fast: so many updates a second; 0 for as fast as it goes. */
    private record Load(String namespace, int updates, int perSecond) {}

    @Test
    void aThousandSubscribers() throws Exception {
        double[] bytes = new double[2];
        for (Load load : List.of(
                new Load("tickers", 50, 20),
                new Load("tickers", 5_000, 0),
                new Load("scores", 50, 20),
                new Load("scores", 5_000, 0))) {
            for (int round = 0; round < ROUNDS; round++) {
                bytes[0] = measure(load, "");
                bytes[1] = measure(load, OFFER);
            }
            assertThat(bytes[1]).isLessThan(bytes[0]);
        }
    }

    private double measure(Load load, String offer) throws Exception {
        String topic = "chat." + load.namespace;
        try (Subscribers subscribers = new Subscribers(port(), topic, offer)) {
            publish(topic, load, 200);
            subscribers.awaitSilence();
            long bytesBefore = subscribers.bytes();
            long cpuBefore = edgeCpu();
            publish(topic, load, load.updates);
            subscribers.awaitSilence();
            double deliveries = (double) load.updates * SUBSCRIBERS;
            double bytes = (subscribers.bytes() - bytesBefore) / deliveries;
            System.out.printf(
                    "%-8s %-14s %-8s %7.1f bytes %7.3f CPU s per million deliveries%n",
                    load.namespace,
                    load.perSecond == 0 ? "saturation" : load.perSecond + "/s",
                    offer.isEmpty() ? "plain" : "deflate",
                    bytes,
                    (edgeCpu() - cpuBefore) / deliveries / 1e3);
            return bytes;
        }
    }

    private void publish(String topic, Load load, int count) {
        List<Update> updates = DemoUpdates.of(load.namespace, count);
        long next = System.nanoTime();
        for (int i = 0; i < count; i++) {
            Update update = updates.get(i);
            var published =
                    publisher.publish(new Publication(new Topic(topic), update.contentType(), Map.of(), update.body()));
            if (load.perSecond > 0 && count == load.updates) {
                next += 1_000_000_000L / load.perSecond;
                LockSupport.parkNanos(next - System.nanoTime());
            } else if (i % 64 == 63) {
                published.join();
            }
        }
    }

    private long edgeCpu() {
        return Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
                .filter(info -> info != null && info.getThreadName().startsWith("edge-"))
                .mapToLong(info -> threads.getThreadCpuTime(info.getThreadId()))
                .sum();
    }

    /** Clients that count what they are sent. */
    private static final class Subscribers implements AutoCloseable {

        private final Selector selector = Selector.open();

        private final List<SocketChannel> channels = new ArrayList<>();

        private final AtomicLong bytes = new AtomicLong();

        private final Thread reader = new Thread(this::read, "subscribers");

        Subscribers(int port, String topic, String offer) throws IOException {
            byte[] hello = ("GET /ws HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13" + offer
                            + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i < SUBSCRIBERS; i++) {
                SocketChannel channel = SocketChannel.open(new InetSocketAddress("127.0.0.1", port));
                channel.write(ByteBuffer.wrap(hello));
                channels.add(channel);
            }
            for (SocketChannel channel : channels) {
                channel.read(ByteBuffer.allocate(4096));
                channel.write(frame("CONNECT\naccept-version:1.2\nheart-beat:0,0\n\n\0"));
                channel.write(frame("SUBSCRIBE\nid:sub-0\ndestination:/topic/" + topic + "\n\n\0"));
                channel.configureBlocking(false);
                channel.register(selector, SelectionKey.OP_READ);
            }
            reader.setDaemon(true);
            reader.start();
            awaitSilence();
        }

        long bytes() {
            return bytes.get();
        }

        void awaitSilence() {
            AtomicLong seen = new AtomicLong(-1);
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(400))
                    .until(() -> seen.getAndSet(bytes.get()) == bytes.get());
        }

        private static ByteBuffer frame(String text) {
            byte[] payload = text.getBytes(StandardCharsets.UTF_8);
            ByteBuffer frame = ByteBuffer.allocate(6 + payload.length);
            // Masked with zeros.
            frame.put((byte) 0x81).put((byte) (0x80 | payload.length)).putInt(0).put(payload);
            return frame.flip();
        }

        private void read() {
            ByteBuffer buffer = ByteBuffer.allocateDirect(256 * 1024);
            try {
                while (selector.isOpen()) {
                    selector.select(key -> count(key, buffer));
                }
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        private void count(SelectionKey key, ByteBuffer buffer) {
            try {
                int count = ((SocketChannel) key.channel()).read(buffer.clear());
                if (count < 0) {
                    key.cancel();
                } else {
                    bytes.addAndGet(count);
                }
            } catch (IOException e) {
                key.cancel();
            }
        }

        @Override
        public void close() throws IOException {
            selector.close();
            for (SocketChannel channel : channels) {
                channel.close();
            }
        }
    }
}
