package io.tidings.session;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.messaging.Message;
import org.springframework.messaging.simp.SimpMessageHeaderAccessor;
import org.springframework.messaging.simp.annotation.support.SimpAnnotationMethodMessageHandler;
import org.springframework.messaging.support.MessageHandlingRunnable;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * Handles what clients send on the event loop that read it, which needs no queue and keeps order; but what goes to
 * {@code @MessageMapping} methods, which may block, on threads striped by session, each with a bounded queue.
 */
final class InboundExecutor implements Executor, DisposableBean {

    private static final int QUEUE_LENGTH = 1_000;

    private final ThreadPoolExecutor[] stripes;

    InboundExecutor(int threads) {
        this.stripes = new ThreadPoolExecutor[threads];
        CustomizableThreadFactory factory = new CustomizableThreadFactory("application-");
        factory.setDaemon(true);
        for (int i = 0; i < threads; i++) {
            stripes[i] =
                    new ThreadPoolExecutor(1, 1, 10, TimeUnit.SECONDS, new ArrayBlockingQueue<>(QUEUE_LENGTH), factory);
            stripes[i].allowCoreThreadTimeOut(true);
        }
    }

    @Override
    public void execute(Runnable task) {
        if (task instanceof MessageHandlingRunnable handling
                && handling.getMessageHandler() instanceof SimpAnnotationMethodMessageHandler
                && Destinations.isForApplication(handling.getMessage())) {
            hand(task, stripe(handling.getMessage()));
        } else {
            task.run();
        }
    }

    /** Were it told of a rejection, Spring's channel would run the task here, on the event loop. */
    private static void hand(Runnable task, ThreadPoolExecutor stripe) {
        try {
            stripe.execute(task);
        } catch (RejectedExecutionException e) {
            throw new StompRefusal("destination: too many messages wait to be handled (expected: a later attempt)");
        }
    }

    @Override
    public void destroy() {
        for (ThreadPoolExecutor stripe : stripes) {
            stripe.shutdownNow();
        }
    }

    private ThreadPoolExecutor stripe(Message<?> message) {
        String sessionId = SimpMessageHeaderAccessor.getSessionId(message.getHeaders());
        return stripes[Math.floorMod(sessionId == null ? 0 : sessionId.hashCode(), stripes.length)];
    }
}
