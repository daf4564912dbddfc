package io.tidings.admin;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.tidings.topic.TraceParent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Publishes many updates with one request, each for itself: the failure of one does not undo another. */
@RestController
@Tag(name = "Publish")
final class BatchController {

    private final OperatorPublisher publisher;

    private final Problems problems;

    private final RequestBodies bodies;

    private final BatchReader reader;

    private final int maxBytes;

    BatchController(OperatorPublisher publisher, Problems problems, AdminProperties properties) {
        this.publisher = publisher;
        this.problems = problems;
        this.bodies = new RequestBodies(properties.readTimeout());
        this.reader = new BatchReader(properties.maxBatch());
        this.maxBytes = (int) properties.maxBody().toBytes();
    }

    /** Publishes the items, those of one topic in their order; 207 where not all of them are safe. */
    @PostMapping(path = "/api/publications", consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(summary = "Publish many updates", operationId = "publishBatch")
    @BatchDocument
    Mono<ResponseEntity<BatchAnswer>> publish(ServerHttpRequest request) {
        if (request.getHeaders().containsHeader(OperatorPublisher.IDEMPOTENCY_KEY)) {
            throw new ResponseStatusException(
                    HttpStatus.BAD_REQUEST,
                    OperatorPublisher.IDEMPOTENCY_KEY + ": on a batch (expected: idempotencyKey of each item)");
        }
        return bodies.read(request, maxBytes)
                .publishOn(Schedulers.parallel()) // Much JSON would keep an event loop busy.
                .map(reader::read)
                .flatMap(items -> publish(items, request.getHeaders().getFirst(TraceParent.NAME)))
                .map(BatchAnswer::of)
                .map(answer -> ResponseEntity.status(answer.failed() == 0 ? HttpStatus.OK : HttpStatus.MULTI_STATUS)
                        .body(answer));
    }

    /** Starts all at once, in order: what they wait for they wait for together. */
    private Mono<List<BatchResult>> publish(List<BatchItem> items, @Nullable String traceParent) {
        List<Mono<BatchResult>> results = new ArrayList<>(items.size());
        for (int i = 0; i < items.size(); i++) {
            results.add(publish(i, items.get(i), traceParent));
        }
        return Flux.concat(results).collectList();
    }

    private Mono<BatchResult> publish(int index, BatchItem item, @Nullable String traceParent) {
        return publisher
                .publish(item, traceParent)
                .map(published -> BatchResult.published(index, published))
                .onErrorResume(failure -> Mono.just(BatchResult.failed(
                        index, item.topic(), problems.of(failure).getBody())));
    }
}
