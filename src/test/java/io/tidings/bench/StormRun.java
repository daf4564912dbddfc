package io.tidings.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToLongFunction;
import org.HdrHistogram.Histogram;

/**
 * Clients that will be cut off, others that stay, and a load that flows to both. Those that stay have an event loop of their
 * own, with whoever publishes, so that it is the server's delay that they see, and not that of a client at work.
 */
final class StormRun implements AutoCloseable {

    private static final int AT_ONCE = 64;

    private static final int RATE = 200;

    private static final int TOPICS = 100;

    private static final long OPEN_SECONDS = 100;

    private static final Duration DRAIN = Duration.ofSeconds(5);

    private final BenchOptions options;

    private final ServerUnderTest server;

    private final LoadClient staying;

    private final LoadClient leaving;

    private final List<String> destinations;

    private final Tally tally = new Tally();

    private final List<Subscriber> steady = new ArrayList<>();

    private final List<StompConnection> steadyConnections = new ArrayList<>();

    private final List<ReturningClient> returning = new ArrayList<>();

    private final PacedLoad load;

    /** Connects all of them, each to one of the topics in turn, and whoever publishes. */
    StormRun(BenchOptions options, ServerUnderTest server, boolean tls) {
        this.options = options;
        this.server = server;
        this.staying = new LoadClient(server.port(), tls);
        this.leaving = new LoadClient(server.port(), tls);
        this.destinations = FanoutRun.destinations("bench", options.topics(TOPICS));
        StompConnection publisher = new StompConnection(List.of(), 0, (bytes, at) -> {});
        open(staying, List.of(publisher));
        Feed feed = new SendFeed(publisher, destinations, options.bodyBytes());
        this.load = new PacedLoad(feed, staying.loop(), options.rate(RATE));
        openSteady();
        openReturning();
    }

    /** Lets the load flow, cuts, waits until all are live again, and for as long as before the cut. */
    Result measure(String name, int jitterSeconds) {
        Findings earlier = findings();
        long gapsEarlier = sum(ReturningClient::gaps);
        long owedEarlier = sum(ReturningClient::owed);
        staying.loop().execute(load::start);
        FanoutRun.pass(options.warmSeconds());
        Histogram before = latency(options.seconds());
        double memoryBefore = server.residentMegabytes();
        Storm storm = new Storm(leaving, returning, options.handshakes(), jitterSeconds);
        Usage used = breakOut(storm);
        Histogram during = staying.call(tally::take);
        double memory = server.residentMegabytes();
        Histogram after = latency(options.seconds());
        staying.loop().execute(load::stop);
        Findings findings = drained(earlier);
        return result(name, used)
                .with("owed", sum(ReturningClient::owed) - owedEarlier)
                .with("retries", leaving.call(storm::retries))
                .withLatency("before", before)
                .withLatency("during", during)
                .withLatency("after", after)
                .with("lost", findings.lost())
                .with("doubled", findings.doubled())
                .with("late", findings.late())
                .with("gaps", sum(ReturningClient::gaps) - gapsEarlier)
                .with("closed", closed())
                .with("rss_before_mb", memoryBefore)
                .with("rss_mb", memory);
    }

    @Override
    public void close() {
        leaving.close();
        staying.close();
    }

    private void openSteady() {
        for (int i = 0; i < options.steadySessions(); i++) {
            int topic = i % destinations.size();
            Subscriber subscriber = new Subscriber(topic, tally);
            subscriber.follow(load);
            steady.add(subscriber);
            steadyConnections.add(
                    new StompConnection(List.of(destinations.get(topic)), options.bodyBytes(), subscriber));
        }
        open(staying, steadyConnections);
    }

    private void openReturning() {
        for (int i = 0; i < options.idleSessions(); i++) {
            int topic = i % destinations.size();
            returning.add(new ReturningClient(destinations.get(topic), topic, options.bodyBytes()));
        }
        open(leaving, returning.stream().map(ReturningClient::connect).toList());
    }

    private static void open(LoadClient client, List<StompConnection> connections) {
        client.openAll(connections, AT_ONCE)
                .orTimeout(OPEN_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    private Usage breakOut(Storm storm) {
        Usage before = Usage.now(server, leaving);
        storm.breakOut().orTimeout(OPEN_SECONDS, TimeUnit.SECONDS).join();
        return Usage.now(server, leaving).since(before);
    }

    private Result result(String name, Usage used) {
        return new Result(name)
                .with("clients", returning.size())
                .with("all_live_s", used.seconds())
                .with("connects_per_s", returning.size() / used.seconds())
                .with("cpu_s_per_1000", used.serverSeconds() / returning.size() * 1e3)
                .with("server_busy", used.serverBusy())
                .with("client_busy", used.clientBusy());
    }

    /** How late updates come to those that stay, from now on for some seconds. */
    private Histogram latency(int seconds) {
        staying.call(tally::take);
        FanoutRun.pass(seconds);
        return staying.call(tally::take);
    }

    /** Waits for what is on its way. */
    private Findings drained(Findings earlier) {
        long deadline = System.nanoTime() + DRAIN.toNanos();
        Findings findings = findings().since(earlier);
        while (findings.lost() > 0 && System.nanoTime() < deadline) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            findings = findings().since(earlier);
        }
        return findings;
    }

    private Findings findings() {
        long published = staying.call(load::published);
        Findings ofSteady = staying.call(() -> steady.stream()
                .map(one -> findings(one.check(), one.topic(), published))
                .reduce(Findings.NONE, Findings::plus));
        Findings ofReturning = leaving.call(() -> returning.stream()
                .map(one -> findings(one.check(), one.topic(), published))
                .reduce(Findings.NONE, Findings::plus));
        return ofSteady.plus(ofReturning);
    }

    private Findings findings(SequenceCheck check, int topic, long published) {
        return Findings.of(check, Findings.sent(topic, destinations.size(), published));
    }

    private long sum(ToLongFunction<ReturningClient> figure) {
        return leaving.call(() -> returning.stream().mapToLong(figure).sum());
    }

    /** Connections that have ended, but for those that were cut. */
    private long closed() {
        long ofSteady =
                steadyConnections.stream().filter(one -> one.closed().isDone()).count();
        return ofSteady
                + leaving.call(() -> returning.stream()
                        .filter(one -> one.connection().closed().isDone())
                        .count());
    }
}
