package io.tidings.trace;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** Takes spans as OTLP over HTTP, as a collector does, or refuses them. */
final class Collector {

    private final List<ResourceSpans> resources = new CopyOnWriteArrayList<>();

    private final AtomicInteger requests = new AtomicInteger();

    private final HttpServer server;

    private volatile int status = 200;

    Collector() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/v1/traces", this::take);
        server.start();
    }

    String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1/traces";
    }

    /** Answers with this status from now on; what is refused is forgotten. */
    void answer(int newStatus) {
        status = newStatus;
    }

    int requests() {
        return requests.get();
    }

    List<Span> spans() {
        return resources.stream()
                .flatMap(resource -> resource.getScopeSpansList().stream())
                .flatMap(scope -> scope.getSpansList().stream())
                .toList();
    }

    /** The spans of one trace, by their names. */
    Map<String, Span> trace(String traceId) {
        return spans().stream()
                .filter(span -> hex(span.getTraceId().toByteArray()).equals(traceId))
                .collect(Collectors.toMap(Span::getName, span -> span));
    }

    Map<String, String> resource() {
        return texts(resources.get(0).getResource().getAttributesList());
    }

    static String id(Span span) {
        return hex(span.getSpanId().toByteArray());
    }

    static String parent(Span span) {
        return hex(span.getParentSpanId().toByteArray());
    }

    static Map<String, String> attributes(Span span) {
        return texts(span.getAttributesList());
    }

    void close() {
        server.stop(0);
    }

    private void take(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        requests.incrementAndGet();
        if (status == 200) {
            resources.addAll(ExportTraceServiceRequest.parseFrom(body).getResourceSpansList());
        }
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    private static Map<String, String> texts(List<KeyValue> attributes) {
        return attributes.stream()
                .collect(Collectors.toMap(
                        KeyValue::getKey, attribute -> attribute.getValue().getStringValue()));
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
