package io.tidings.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/** Subscribers of some topics, a feed that publishes to those, and a load: what they measure on a server. */
final class FanoutRun implements AutoCloseable {

    private static final int AT_ONCE = 64;

    private static final long OPEN_SECONDS = 60;

    private static final Duration DRAIN = Duration.ofSeconds(5);

    private final BenchOptions options;

    private final ServerUnderTest server;

    private final LoadClient client;

    private final Tally tally = new Tally();

    private final List<Subscriber> subscribers = new ArrayList<>();

    private final List<StompConnection> connections = new ArrayList<>();

    private final List<String> destinations;

    private final Feed feed;

    /** Connects subscribers, each to one of the topics in turn, and whoever publishes. */
    FanoutRun(BenchOptions options, ServerUnderTest server, boolean tls, int topics) {
        this.options = options;
        this.server = server;
        this.client = new LoadClient(server.port(), tls);
        this.destinations = destinations("bench", topics);
        for (int i = 0; i < options.subscribers(); i++) {
            subscribe(new Subscriber(i % topics, tally));
        }
        StompConnection publisher = new StompConnection(List.of(), 0, (bytes, at) -> {});
        List<StompConnection> all = new ArrayList<>(connections);
        all.add(publisher);
        open(all);
        this.feed = new SendFeed(publisher, destinations, options.bodyBytes());
    }

    static List<String> destinations(String namespace, int topics) {
        return IntStream.range(0, topics)
                .mapToObj(i -> "/topic/" + namespace + ".t" + i)
                .toList();
    }

    LoadClient client() {
        return client;
    }

    /** Publishes by SEND, as a client. */
    Feed feed() {
        return feed;
    }

    /** Connects others who subscribe to the first topic, and do nothing else. */
    List<StompConnection> openIdle(int count) {
        List<StompConnection> others = IntStream.range(0, count)
                .mapToObj(i -> new StompConnection(destinations.subList(0, 1), options.bodyBytes(), (bytes, at) -> {}))
                .toList();
        open(others);
        return others;
    }

    /** Warms up under a load, measures it, and waits for what is on its way. */
    Result measure(String scenario, Load load) {
        subscribers.forEach(subscriber -> subscriber.follow(load));
        client.loop().execute(load::start);
        pass(options.warmSeconds());
        client.call(tally::take);
        Usage before = Usage.now(server, client);
        long publishedBefore = client.call(load::published);
        pass(options.seconds());
        Usage used = Usage.now(server, client).since(before);
        Histogram latency = client.call(tally::take);
        long published = client.call(load::published) - publishedBefore;
        client.loop().execute(load::stop);
        drain(load);
        return result(scenario, used, latency, published, load);
    }

    @Override
    public void close() {
        client.close();
    }

    private void subscribe(Subscriber subscriber) {
        subscribers.add(subscriber);
        List<String> destination = List.of(destinations.get(subscriber.topic()));
        connections.add(new StompConnection(destination, options.bodyBytes(), subscriber));
    }

    private void open(List<StompConnection> opened) {
        client.openAll(opened, AT_ONCE)
                .orTimeout(OPEN_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    private void drain(Load load) {
        long deadline = System.nanoTime() + DRAIN.toNanos();
        while (client.call(() -> findings(load)).lost() > 0 && System.nanoTime() < deadline) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }

    private Result result(String scenario, Usage used, Histogram latency, long published, Load load) {
        Findings findings = client.call(() -> findings(load));
        long deliveries = latency.getTotalCount();
        return new Result(scenario)
                .with("updates_per_s", published / used.seconds())
                .with("deliveries_per_s", deliveries / used.seconds())
                .with("cpu_s_per_m", used.serverSeconds() / deliveries * 1e6)
                .withLatency(latency)
                .with("lost", findings.lost())
                .with("doubled", findings.doubled())
                .with("late", findings.late())
                .with(
                        "closed",
                        connections.stream()
                                .filter(one -> one.closed().isDone())
                                .count())
                .with("server_busy", used.serverBusy())
                .with("client_busy", used.clientBusy())
                .with("rss_mb", server.residentMegabytes());
    }

    /** What the subscribers' checks have found; to be called on the event loop. */
    private Findings findings(Load load) {
        Findings findings = Findings.NONE;
        for (Subscriber subscriber : subscribers) {
            long sent = Findings.sent(subscriber.topic(), destinations.size(), load.published());
            findings = findings.plus(Findings.of(subscriber.check(), sent));
        }
        return findings;
    }

    static void pass(int seconds) {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (System.nanoTime() < until) {
            LockSupport.parkNanos(until - System.nanoTime());
        }
    }
}
