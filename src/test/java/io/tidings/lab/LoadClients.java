package io.tidings.lab;

import io.tidings.testing.RawWebSocket;
import io.tidings.testing.StompClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Many STOMP clients over WebSocket that one thread reads, without making objects of what comes. */
final class LoadClients implements AutoCloseable {

    private final Selector selector;

    private final List<LoadClient> clients = new ArrayList<>();

    private final Latencies latencies = new Latencies();

    private final Thread thread = new Thread(this::run, "load-clients");

    private volatile boolean closed;

    private LoadClients(Selector selector) {
        this.selector = selector;
        thread.setDaemon(true);
    }

    /**
     * Connects clients to a node, each of which subscribes to the same, and waits until they are live.
     *
     * @param topics how many topics there are, as {@link LoadFeed} names them
     */
    static LoadClients connect(int port, int count, int topics) throws IOException {
        LoadClients all = new LoadClients(Selector.open());
        for (int i = 0; i < count; i++) {
            SocketChannel channel = connect(port);
            LoadClient client = new LoadClient(channel, topics, all.latencies);
            channel.configureBlocking(false);
            channel.register(all.selector, SelectionKey.OP_READ, client);
            all.clients.add(client);
        }
        all.thread.start();
        return all;
    }

    /** How many updates the client that has had fewest has had. */
    long received() {
        return clients.stream().mapToLong(LoadClient::received).min().orElse(0);
    }

    /** How often an update was not the one that was due. */
    long faults() {
        return clients.stream().mapToLong(LoadClient::faults).sum();
    }

    Latencies latencies() {
        return latencies;
    }

    @Override
    public void close() throws IOException {
        closed = true;
        selector.wakeup();
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
    }

    private void run() {
        try {
            while (!closed) {
                selector.select(key -> ((LoadClient) key.attachment()).read());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SocketChannel connect(int port) throws IOException {
        SocketChannel channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        RawWebSocket raw =
                RawWebSocket.open(channel.socket(), "Sec-WebSocket-Version: 13", "Sec-WebSocket-Protocol: v12.stomp");
        expect(raw.handshake(), "HTTP/1.1 101");
        raw.stomp("CONNECT", "accept-version:1.2", "host:localhost", "heart-beat:0,0");
        expect(raw.next().text(), "CONNECTED");
        raw.send(
                RawWebSocket.TEXT,
                true,
                StompClient.frame(
                                "SUBSCRIBE",
                                "",
                                "id:0",
                                "destination:/topic/" + EdgelessNode.NAMESPACE + ".#",
                                "snapshot:false",
                                "receipt:live")
                        .getBytes(StandardCharsets.UTF_8));
        expect(raw.next().text(), "RECEIPT");
        return channel;
    }

    private static void expect(String answer, String start) throws IOException {
        if (!answer.startsWith(start)) {
            throw new IOException(answer);
        }
    }
}
