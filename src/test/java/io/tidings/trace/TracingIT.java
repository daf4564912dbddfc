package io.tidings.trace;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.proto.trace.v1.Span;
import io.tidings.testing.KafkaBroker;
import io.tidings.testing.Operator;
import io.tidings.testing.StompClient;
import io.tidings.testing.StompClient.Frame;
import io.tidings.topic.Publication;
import io.tidings.topic.Topic;
import io.tidings.topic.TraceParent;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** A node on Kafka that traces, its collector, and a subscriber. */
@DirtiesContext
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "tidings.namespaces.cursors.durable=false",
            "tidings.namespaces.cursors.publish=anyone",
            "tidings.cluster.node-name=node-a",
            "tidings.admin.token=" + TracingIT.TOKEN,
            "management.tracing.sampling.probability=1.0",
            "management.opentelemetry.tracing.export.schedule-delay=100ms"
        })
class TracingIT {

    static final String TOKEN = "a-token-that-only-tests-know";

    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

    private static final String UPSTREAM = "b7ad6b7169203331";

    private static final Collector COLLECTOR = new Collector();

    private static final String NAMESPACE = KafkaBroker.shared().name("traced");

    @LocalServerPort
    private int port;

    @Autowired
    private Spans spans;

    @Autowired
    private MeterRegistry meters;

    private StompClient subscriber;

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry registry) {
        KafkaBroker.shared().createTopic(NAMESPACE, 1, Map.of());
        registry.add(
                "spring.kafka.bootstrap-servers", () -> KafkaBroker.shared().bootstrapServers());
        registry.add("tidings.ingest.group", () -> NAMESPACE);
        registry.add("tidings.namespaces." + NAMESPACE + ".publish", () -> "anyone");
        registry.add(TracingSwitch.ENDPOINT, COLLECTOR::endpoint);
    }

    @BeforeEach
    void subscribe() {
        subscriber = StompClient.connect(port);
        subscriber.subscribe("all", "/topic/" + NAMESPACE + ".#", "snapshot:false");
        subscriber.subscribe("cursors", "/topic/cursors.#");
    }

    @AfterEach
    void close() {
        subscriber.close();
    }

    @AfterAll
    static void closeCollector() {
        COLLECTOR.close();
    }

    @Test
    void requestPublicationIngestAndRelayAreOneTraceWhichTheSubscriberGoesOnWith() throws Exception {
        publish("request", "traceparent", new TraceParent(TRACE, UPSTREAM, true).toString());

        TraceParent got = traceParent(subscriber.message());
        Map<String, Span> trace = awaitTrace(got.traceId(), 4);
        Span publish = trace.get("publish " + NAMESPACE);
        Span request = trace.get("http post /api/topics/{topic}");
        Span ingest = trace.get("ingest " + NAMESPACE);
        assertThat(got.traceId()).isEqualTo(TRACE);
        assertThat(got.spanId()).isEqualTo(Collector.id(publish));
        assertThat(Collector.parent(request)).isEqualTo(UPSTREAM);
        assertThat(Collector.parent(publish)).isEqualTo(Collector.id(request));
        assertThat(Collector.parent(ingest)).isEqualTo(Collector.id(publish));
        assertThat(Collector.parent(trace.get("relay " + NAMESPACE))).isEqualTo(Collector.id(ingest));
        assertThat(Collector.attributes(publish))
                .containsEntry("tidings.topic", NAMESPACE + ".request")
                .containsKey("tidings.position");
        assertThat(COLLECTOR.resource())
                .containsEntry("service.name", "tidings")
                .containsEntry("service.instance.id", "node-a");
    }

    @Test
    void aProducersTraceGoesOnFromItsRecord() {
        String traceparent = "00-11111111111111111111111111111111-" + UPSTREAM + "-01";
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(NAMESPACE, "record".getBytes(UTF_8), "x".getBytes(UTF_8));
        record.headers().add(TraceParent.NAME, traceparent.getBytes(UTF_8));
        KafkaBroker.shared().send(record);

        assertThat(subscriber.message().header(TraceParent.NAME)).isEqualTo(traceparent);
        Map<String, Span> trace = awaitTrace("1".repeat(32), 2);
        assertThat(Collector.parent(trace.get("ingest " + NAMESPACE))).isEqualTo(UPSTREAM);
    }

    @Test
    void aClientsTraceGoesOnFromItsFrame() {
        String traceId = "2".repeat(32);
        subscriber.sendBody(
                "SEND", "x", "destination:/topic/cursors.a", "traceparent:" + new TraceParent(traceId, UPSTREAM, true));

        TraceParent got = traceParent(subscriber.message());
        Map<String, Span> trace = awaitTrace(traceId, 2);
        Span publish = trace.get("publish cursors");
        assertThat(got.traceId()).isEqualTo(traceId);
        assertThat(got.spanId()).isEqualTo(Collector.id(publish));
        assertThat(Collector.parent(publish)).isEqualTo(UPSTREAM);
        assertThat(Collector.parent(trace.get("relay cursors"))).isEqualTo(Collector.id(publish));
    }

    @Test
    void whatIsNotToBeRecordedIsNot() throws Exception {
        String traceparent = new TraceParent("3".repeat(32), UPSTREAM, false).toString();
        subscriber.sendBody("SEND", "x", "destination:/topic/cursors.b", "traceparent:" + traceparent);
        assertThat(subscriber.message().header(TraceParent.NAME)).isEqualTo(traceparent);

        publish("unrecorded", "traceparent", traceparent);
        assertThat(subscriber.message().header(TraceParent.NAME)).isEqualTo(traceparent);

        subscriber.sendBody("SEND", "x", "destination:/topic/cursors.c");
        awaitTrace(traceParent(subscriber.message()).traceId(), 2);
        assertThat(COLLECTOR.trace("3".repeat(32))).isEmpty();
    }

    @Test
    void aMalformedTraceParentBeginsATraceAnew() {
        double before = meters.get("tidings.publish.headers.dropped").counter().count();

        subscriber.sendBody("SEND", "x", "destination:/topic/cursors.d", "traceparent:00-" + TRACE + "-01");

        TraceParent got = traceParent(subscriber.message());
        assertThat(got.traceId()).isNotEqualTo(TRACE);
        assertThat(Collector.parent(awaitTrace(got.traceId(), 2).get("publish cursors")))
                .isEmpty();
        assertThat(meters.get("tidings.publish.headers.dropped").counter().count())
                .isEqualTo(before + 1);
    }

    @Test
    void itemsOfABatchAreOfTheRequestsTraceUnlessTheyNameTheirOwn() throws Exception {
        String own = new TraceParent("4".repeat(32), UPSTREAM, true).toString();
        post(
                "/api/publications",
                """
                [{"topic":"%1$s.i","json":1},{"topic":"%1$s.j","json":2,"headers":{"traceparent":"%2$s"}}]
                """.formatted(NAMESPACE, own),
                "traceparent",
                new TraceParent("5".repeat(32), UPSTREAM, true).toString());

        assertThat(List.of(
                        traceParent(subscriber.message()).traceId(),
                        traceParent(subscriber.message()).traceId()))
                .containsExactlyInAnyOrder("4".repeat(32), "5".repeat(32));
    }

    @Test
    void linesThatAreLoggedWithinASpanNameItsTrace() {
        AtomicReference<String> traceId = new AtomicReference<>();
        Publication publication = new Publication(new Topic("cursors.e"), null, Map.of(), new byte[0])
                .withTraceParent(new TraceParent("6".repeat(32), UPSTREAM, true));

        spans.publish(publication, traced -> {
            traceId.set(MDC.get("traceId"));
            return new CompletableFuture<>();
        });

        assertThat(traceId).hasValue("6".repeat(32));
        assertThat(MDC.get("traceId")).isNull();
    }

    @Test
    void probesAndScrapesAreNotTraced() throws Exception {
        Operator operator = new Operator(port, TOKEN);
        operator.get("/actuator/health");
        operator.get("/actuator/prometheus");
        publish("after", "x", "y");
        awaitTrace(traceParent(subscriber.message()).traceId(), 4);

        assertThat(COLLECTOR.spans()).extracting(Span::getName).noneMatch(name -> name.contains("actuator"));
        assertThat(COLLECTOR.spans())
                .extracting(Span::getName)
                .noneMatch(name -> name.contains("secur") || name.contains("authorize"));
    }

    @Test
    void aCollectorThatIsAwayIsSpokenOfOnceAndHarmsNothing() throws Exception {
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        lines.start();
        root.addAppender(lines);
        try {
            COLLECTOR.answer(404);
            for (int i = 0; i < 3; i++) {
                int before = COLLECTOR.requests();
                publish("lost", "x", "y");
                subscriber.message();
                await().atMost(Duration.ofSeconds(10)).until(() -> COLLECTOR.requests() > before);
            }
            assertThat(List.copyOf(lines.list))
                    .filteredOn(line -> line.getLevel().isGreaterOrEqual(Level.INFO))
                    .singleElement()
                    .satisfies(line -> assertThat(line.getFormattedMessage())
                            .startsWith("The collector of traces does not take spans"))
                    .satisfies(line -> assertThat(line.getLevel()).isEqualTo(Level.WARN))
                    .satisfies(line ->
                            assertThat(line.getKeyValuePairs().toString()).contains("refused"));
            assertThat(lost()).isPositive();
        } finally {
            COLLECTOR.answer(200);
            root.detachAppender(lines);
        }
        publish("back", "x", "y");
        awaitTrace(traceParent(subscriber.message()).traceId(), 4);
    }

    private double lost() {
        return meters.get("tidings.trace.spans")
                .tag("outcome", "lost")
                .counter()
                .count();
    }

    private static TraceParent traceParent(Frame message) {
        assertThat(message.header(TraceParent.NAME)).matches(TraceParent::isLegal);
        return TraceParent.parse(message.header(TraceParent.NAME));
    }

    private static Map<String, Span> awaitTrace(String traceId, int spans) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(COLLECTOR.trace(traceId)).hasSize(spans));
        return COLLECTOR.trace(traceId);
    }

    private void publish(String key, String... headers) throws Exception {
        post("/api/topics/" + NAMESPACE + "." + key, "x", headers);
    }

    private void post(String path, String body, String... headers) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Authorization", "Bearer " + TOKEN)
                .header("Content-Type", "application/json")
                .headers(headers)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    }
}
