package io.tidings.trace;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what an exporter sends, and says once that the collector is away and once that it is back. */
final class WatchedExporter implements SpanExporter {

    private static final Logger logger = LoggerFactory.getLogger(WatchedExporter.class);

    private final SpanExporter exporter;

    private final TraceMetrics metrics;

    private final AtomicBoolean away = new AtomicBoolean();

    WatchedExporter(SpanExporter exporter, TraceMetrics metrics) {
        this.exporter = exporter;
        this.metrics = metrics;
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        int count = spans.size();
        CompletableResultCode result = exporter.export(spans);
        return result.whenComplete(() -> exported(result, count));
    }

    @Override
    public CompletableResultCode flush() {
        return exporter.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
        return exporter.shutdown();
    }

    private void exported(CompletableResultCode result, int spans) {
        if (result.isSuccess()) {
            metrics.exported(spans);
            if (away.getAndSet(false)) {
                logger.atInfo().log("The collector of traces takes spans again");
            }
            return;
        }
        metrics.lost(spans);
        if (!away.getAndSet(true)) {
            logger.atWarn()
                    .addKeyValue("spans", spans)
                    .addKeyValue("cause", cause(result))
                    .log("The collector of traces does not take spans; they are lost until it does");
        }
    }

    /** An answer that is no success has no cause; what it was is for the exporter's own log. */
    private static String cause(CompletableResultCode result) {
        Throwable failure = result.getFailureThrowable();
        return failure == null || failure.getCause() == null ? "refused" : String.valueOf(failure.getCause());
    }
}
