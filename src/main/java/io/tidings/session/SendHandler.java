package io.tidings.session;

import io.tidings.access.AccessControl;
import io.tidings.publish.IdempotencyKey;
import io.tidings.publish.InvalidPublicationException;
import io.tidings.publish.OutcomeUnknownException;
import io.tidings.publish.PublicationHeaders;
import io.tidings.publish.Publisher;
import io.tidings.topic.Namespaces;
import io.tidings.topic.Publication;
import io.tidings.topic.Published;
import io.tidings.topic.Topic;
import java.security.Principal;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.messaging.Message;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;

/** SEND: publishes, where the namespace lets the client, and confirms when the update is safe. */
final class SendHandler implements FrameHandler {

    private static final Logger logger = LoggerFactory.getLogger(SendHandler.class);

    private final Namespaces namespaces;

    private final AccessControl access;

    private final Publisher publisher;

    private final PublicationHeaders headers;

    private final StompFrames frames;

    SendHandler(
            Namespaces namespaces,
            AccessControl access,
            Publisher publisher,
            PublicationHeaders headers,
            StompFrames frames) {
        this.namespaces = namespaces;
        this.access = access;
        this.publisher = publisher;
        this.headers = headers;
        this.frames = frames;
    }

    @Override
    public void handle(NettySession session, StompHeaderAccessor frame, Message<?> message) {
        publish(session, Send.of(frame, message));
    }

    /**
     * Publishes, its RECEIPT included.
     *
     * @throws StompRefusal as for {@link #handle}
     */
    void publish(NettySession session, Send send) {
        Publication publication = publication(session, send);
        IdempotencyKey key = key(session, send);
        session.stomp().publishingStarted();
        String receipt = send.receipt();
        var unused = publisher
                .publish(publication, key)
                .whenComplete(
                        (published, failure) -> session.onLoop(() -> finished(session, receipt, published, failure)));
    }

    /** Checks a SEND that waits for its COMMIT, so that it is refused when it comes. */
    void check(NettySession session, Send send) {
        publication(session, send);
        key(session, send);
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

    private Publication publication(NettySession session, Send send) {
        Topic topic = Destinations.topic(send.destination());
        try {
            if (!access.mayPublish(session.getPrincipal(), topic, namespaces.get(topic.namespace()))) {
                throw new StompRefusal(
                        "destination: '" + send.destination() + "' (expected: one that you may publish to)");
            }
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
        session.stomp().publishingEnded();
    }

    private static String text(@Nullable Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof IllegalArgumentException || cause instanceof OutcomeUnknownException) {
            return String.valueOf(cause.getMessage());
        }
        return "publish: not confirmed (expected: a later attempt)";
    }
}
