package io.tidings.session;

import io.tidings.access.Decision;
import io.tidings.publish.IdempotencyKey;
import io.tidings.publish.InvalidPublicationException;
import io.tidings.publish.OutcomeUnknownException;
import io.tidings.publish.PublicationHeaders;
import io.tidings.publish.Publisher;
import io.tidings.topic.Publication;
import io.tidings.topic.Published;
import io.tidings.topic.Topic;
import java.security.Principal;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.messaging.Message;
import org.springframework.messaging.simp.stomp.StompCommand;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;

/** SEND: publishes, where the namespace lets the client, and confirms when the update is safe. */
final class SendHandler implements FrameHandler {

    private static final Logger logger = LoggerFactory.getLogger(SendHandler.class);

    private final Permissions permissions;

    private final Publisher publisher;

    private final PublicationHeaders headers;

    private final StompFrames frames;

    SendHandler(Permissions permissions, Publisher publisher, PublicationHeaders headers, StompFrames frames) {
        this.permissions = permissions;
        this.publisher = publisher;
        this.headers = headers;
        this.frames = frames;
    }

    @Override
    public void handle(NettySession session, StompHeaderAccessor frame, Message<?> message) {
        publish(session, Send.of(frame, message));
    }

    /**
     * Publishes, its RECEIPT included, if the client may; where that takes time to decide, later.
     *
     * @throws StompRefusal as for {@link #handle}
     */
    void publish(NettySession session, Send send) {
        Topic topic = topic(send);
        CompletableFuture<Decision> decision = permissions.publish(session, topic);
        if (decision.isDone()) {
            publish(session, send, topic, decision.join());
        } else {
            permissions.await(session, waiting(send), decision, decided -> publish(session, send, topic, decided));
        }
    }

    /** Publishes the frames of a transaction in their order if the client may publish them all, and goes on then. */
    void publishAll(NettySession session, List<Send> sends, Decisions.Waiting commit, Runnable then) {
        CompletableFuture<List<Decision>> decided = InTurn.decide(session, sends, send -> decide(session, send));
        permissions.await(session, commit, decided, all -> {
            for (int i = 0; i < sends.size(); i++) {
                Permissions.checkPublish(all.get(i), sends.get(i).destination());
            }
            sends.forEach(send -> publish(session, send, topic(send), Decision.ALLOWED));
            then.run();
        });
    }

    /** Checks a SEND that waits for its COMMIT, so that it is refused when it comes, and goes on if it is not. */
    void check(NettySession session, Send send, Runnable then) {
        permissions.await(session, waiting(send), decide(session, send), decision -> {
            var unusedPublication = publication(send, topic(send), decision);
            var unusedKey = key(session, send);
            then.run();
        });
    }

    /** Publishes what a method of the service sends to a topic. */
    void fromService(Message<?> message, String destination, @Nullable String contentType) {
        if (!(message.getPayload() instanceof byte[] body)) {
            throw new IllegalArgumentException(
                    "payload: " + message.getPayload().getClass().getSimpleName() + " (expected: byte[])");
        }
        var unused = publisher
                .publish(new Publication(Topic.ofDestination(destination), contentType, Map.of(), body))
                .whenComplete((published, failure) -> {
                    if (failure != null) {
                        logger.atWarn()
                                .addKeyValue("destination", destination)
                                .setCause(failure)
                                .log("Cannot publish");
                    }
                });
    }

    private CompletableFuture<Decision> decide(NettySession session, Send send) {
        return permissions.publish(session, topic(send));
    }

    private static Topic topic(Send send) {
        return Destinations.topic(send.destination());
    }

    private static Decisions.Waiting waiting(Send send) {
        return new Decisions.Waiting(StompCommand.SEND, send.receipt());
    }

    private void publish(NettySession session, Send send, Topic topic, Decision decision) {
        Publication publication = publication(send, topic, decision);
        IdempotencyKey key = key(session, send);
        session.publishingStarted();
        String receipt = send.receipt();
        var unused = publisher
                .publish(publication, key)
                .whenComplete(
                        (published, failure) -> session.onLoop(() -> finished(session, receipt, published, failure)));
    }

    private Publication publication(Send send, Topic topic, Decision decision) {
        Permissions.checkPublish(decision, send.destination());
        try {
            return new Publication(topic, send.contentType(), headers.passing(send.headers()), send.body());
        } catch (IllegalArgumentException e) {
            throw new StompRefusal(String.valueOf(e.getMessage()));
        }
    }

    private static @Nullable IdempotencyKey key(NettySession session, Send send) {
        String header = send.idempotencyKey();
        Principal user = session.getPrincipal();
        try {
            return header == null ? null : IdempotencyKey.ofClient(user == null ? null : user.getName(), header);
        } catch (InvalidPublicationException e) {
            throw new StompRefusal(String.valueOf(e.getMessage()));
        }
    }

    private void finished(
            NettySession session,
            @Nullable String receipt,
            @Nullable Published published,
            @Nullable Throwable failure) {
        if (published != null) {
            frames.receipt(session.getId(), receipt, published.position().toString());
        } else {
            frames.error(session.getId(), receipt, text(failure));
        }
        session.publishingEnded();
    }

    private static String text(@Nullable Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof IllegalArgumentException || cause instanceof OutcomeUnknownException) {
            return String.valueOf(cause.getMessage());
        }
        return "publish: not confirmed (expected: a later attempt)";
    }
}
