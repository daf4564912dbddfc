package io.tidings.bench;

import io.netty.buffer.Unpooled;
import io.tidings.relay.RelayFeed;
import io.tidings.testing.ArtemisBroker;
import java.util.List;

/** S3 on a node that gets its updates from another by a broker: an Artemis in the client's process. */
final class RelayScenario {

    private static final int WINDOW = 256;

    private final BenchOptions options;

    private final BenchReport report;

    RelayScenario(BenchOptions options, BenchReport report) {
        this.options = options;
        this.report = report;
    }

    void run(String name, boolean tls) {
        int topics = options.subscribers();
        try (ArtemisBroker broker = ArtemisBroker.create();
                RelayFeed feed = new RelayFeed(broker.address(), "bench", topics, this::body);
                ServerUnderTest server = new ServerUnderTest(options, name, tls, settings(broker));
                FanoutRun run = new FanoutRun(options, server, tls, topics)) {
            report.add(run.measure(name, new SaturatingLoad(feed, 1, options.window(WINDOW))));
        }
    }

    private static List<String> settings(ArtemisBroker broker) {
        return List.of("--tidings.relay.addresses=" + broker.address(), "--tidings.namespaces.bench.durable=false");
    }

    private byte[] body(int topic, long time, long number) {
        byte[] body = Stamp.body(options.bodyBytes(), topic);
        Stamp.write(Unpooled.wrappedBuffer(body), 0, time, number);
        return body;
    }
}
