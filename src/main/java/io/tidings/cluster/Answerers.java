package io.tidings.cluster;

import io.tidings.cluster.NodeMessage.Answering;
import io.tidings.cluster.NodeMessage.Asking;
import io.tidings.cluster.NodeMessage.Outcome;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;

/** Has questions answered for this node, so many at a time. All but {@link #add} happens on the cluster's thread. */
final class Answerers {

    private static final Logger logger = LoggerFactory.getLogger(Answerers.class);

    private final String self;

    private final int maxUnderWay;

    private final ClusterThread thread;

    private final Map<String, Answerer> byQuestion = new ConcurrentHashMap<>();

    private int underWay;

    Answerers(String self, int maxUnderWay, ClusterThread thread) {
        this.self = self;
        this.maxUnderWay = maxUnderWay;
        this.thread = thread;
    }

    void add(String question, Answerer answerer) {
        Question.checkName(question);
        if (byQuestion.putIfAbsent(question, answerer) != null) {
            throw new IllegalStateException("question: '" + question + "' (expected: not answered yet)");
        }
    }

    /** Gives the answer to the consumer, on the cluster's thread; none once nobody waits for it any more. */
    void answer(Asking asking, Consumer<Answering> to) {
        Answerer answerer = byQuestion.get(asking.question().name());
        if (answerer == null) {
            to.accept(none(asking, Outcome.UNKNOWN_QUESTION));
        } else if (underWay >= maxUnderWay) {
            to.accept(none(asking, Outcome.BUSY));
        } else {
            underWay++;
            CompletableFuture<String> answer = start(answerer, asking).copy();
            Disposable timer = thread.after(
                    Duration.ofMillis(asking.withinMillis()),
                    () -> answer.completeExceptionally(new TimeoutException()));
            var unused = answer.whenComplete((text, failure) -> {
                timer.dispose();
                thread.execute(() -> end(asking, text, failure, to));
            });
        }
    }

    private static CompletableFuture<String> start(Answerer answerer, Asking asking) {
        try {
            return Objects.requireNonNull(
                    answerer.answer(asking.question().payload(), asking.maxBytes()), "answer: null");
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private void end(Asking asking, @Nullable String text, @Nullable Throwable failure, Consumer<Answering> to) {
        underWay--;
        if (failure instanceof TimeoutException) {
            return;
        }
        if (text == null || isTooLong(text, asking.maxBytes())) {
            logger.atWarn()
                    .addKeyValue("question", asking.question().name())
                    .setCause(failure)
                    .log("A question was not answered, or at too great a length");
            to.accept(none(asking, Outcome.FAILED));
        } else {
            to.accept(new Answering(self, asking.id(), Outcome.ANSWERED, text));
        }
    }

    private static boolean isTooLong(String text, int maxBytes) {
        return text.length() > maxBytes || text.getBytes(StandardCharsets.UTF_8).length > maxBytes;
    }

    private Answering none(Asking asking, Outcome outcome) {
        return new Answering(self, asking.id(), outcome, "");
    }
}
