package io.tidings.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHandler;
import org.springframework.messaging.simp.SimpMessageHeaderAccessor;
import org.springframework.messaging.simp.SimpMessagingTemplate;
import org.springframework.messaging.support.ExecutorSubscribableChannel;
import org.springframework.messaging.support.MessageBuilder;
import org.springframework.messaging.support.MessageHandlingRunnable;

class InboundExecutorTests {

    private final InboundExecutor executor = new InboundExecutor(2);

    private final ExecutorSubscribableChannel channel = new ExecutorSubscribableChannel();

    private final MessageHandler application =
            new ApplicationMessageHandler(channel, channel, new SimpMessagingTemplate(channel));

    private final MessageHandler broker = message -> {};

    private final List<String> threads = new CopyOnWriteArrayList<>();

    @AfterEach
    void stop() {
        executor.destroy();
    }

    @Test
    void handlesWhatIsForTopicsOnTheCallersThread() {
        executor.execute(task(application, "/topic/a", "1", this::noteThread));
        executor.execute(task(broker, "/app/a", "1", this::noteThread));
        executor.execute(this::noteThread);

        assertThat(threads).hasSize(3).containsOnly(Thread.currentThread().getName());
    }

    @Test
    void handlesWhatIsForTheApplicationInOrderOnTheSessionsThread() throws Exception {
        CountDownLatch done = new CountDownLatch(100);
        List<Integer> order = new CopyOnWriteArrayList<>();
        for (int i = 0; i < 100; i++) {
            int number = i;
            executor.execute(task(application, "/app/a", "session", () -> {
                order.add(number);
                noteThread();
                done.countDown();
            }));
        }

        assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(order).isSorted();
        assertThat(threads).hasSize(100).allMatch(thread -> thread.startsWith("application-"));
        assertThat(threads.stream().distinct()).hasSize(1);
    }

    @Test
    void refusesWhatItHasNoRoomForAndDoesNotRunIt() {
        CountDownLatch busy = new CountDownLatch(1);
        executor.execute(task(application, "/app/a", "session", () -> awaitQuietly(busy)));

        assertThatThrownBy(() -> {
                    for (int i = 0; i < 1_002; i++) {
                        executor.execute(task(application, "/app/a", "session", this::noteThread));
                    }
                })
                .isInstanceOf(StompRefusal.class);
        assertThat(threads).isEmpty();
        busy.countDown();
    }

    @Test
    void refusesWhatComesAfterTheEnd() {
        executor.destroy();

        assertThatThrownBy(() -> executor.execute(task(application, "/app/a", "session", this::noteThread)))
                .isInstanceOf(StompRefusal.class);
        assertThat(threads).isEmpty();
    }

    private void noteThread() {
        threads.add(Thread.currentThread().getName());
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static MessageHandlingRunnable task(
            MessageHandler handler, String destination, String session, Runnable work) {
        SimpMessageHeaderAccessor headers = SimpMessageHeaderAccessor.create();
        headers.setDestination(destination);
        headers.setSessionId(session);
        Message<byte[]> message = MessageBuilder.createMessage(new byte[0], headers.getMessageHeaders());
        return new MessageHandlingRunnable() {

            @Override
            public Message<?> getMessage() {
                return message;
            }

            @Override
            public MessageHandler getMessageHandler() {
                return handler;
            }

            @Override
            public void run() {
                work.run();
            }
        };
    }
}
