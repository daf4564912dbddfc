package io.tidings.relay;

import io.tidings.relay.LinkFailure.Kind;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;
import org.springframework.messaging.support.MessageHeaderAccessor;
import org.springframework.messaging.tcp.TcpConnection;
import org.springframework.messaging.tcp.TcpConnectionHandler;

/**
 * One connection to a broker: CONNECT, SUBSCRIBE, and once that is confirmed batches both ways, until it breaks. It is
 * used once.
 */
final class StompLink implements TcpConnectionHandler<byte[]> {

    /** Beats may be late by the error margin that the STOMP specification asks to allow for. */
    private static final int HEART_BEAT_MARGIN = 3;

    private final BrokerAddress address;

    private final StompFrames frames;

    private final Unconfirmed unconfirmed;

    private final Unsent unsent;

    private final Owner owner;

    private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.OPENING);

    private volatile @Nullable TcpConnection<byte[]> connection;

    StompLink(BrokerAddress address, StompFrames frames, Unconfirmed unconfirmed, Unsent unsent, Owner owner) {
        this.address = address;
        this.frames = frames;
        this.unconfirmed = unconfirmed;
        this.unsent = unsent;
        this.owner = owner;
    }

    BrokerAddress address() {
        return address;
    }

    boolean isOpen() {
        return phase.get() == Phase.OPEN;
    }

    /**
     * Sends a batch without waiting.
     *
     * @return completes when the broker has confirmed it, or with a {@link RelayUnavailableException}
     */
    CompletableFuture<Void> send(String namespace, byte[] body) {
        try {
            Unconfirmed.Entry entry = unconfirmed.add(body.length, System.nanoTime());
            send(frames.send(namespace, body, entry.receipt()));
            return entry.confirmed();
        } catch (RelayUnavailableException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /**
     * Sends a message for nodes without waiting, and without confirmation.
     *
     * @return whether it is on its way; not if too much is already
     */
    boolean tell(String to, byte[] message) {
        if (!unsent.add(message.length)) {
            return false;
        }
        send(frames.tell(to, message), () -> unsent.remove(message.length));
        return true;
    }

    /** Gives up if the broker has not confirmed the subscription by now. */
    void expireOpening() {
        if (phase.get() == Phase.OPENING) {
            close(new LinkFailure(Kind.UNREACHABLE, "no confirmation of the subscription in time"));
        }
    }

    /** Gives up if the broker has left a batch unconfirmed for so long: it is not to be trusted with more. */
    void expireUnconfirmed(long nanos) {
        if (unconfirmed.oldestNanos(System.nanoTime()) > nanos) {
            close(new LinkFailure(Kind.UNCONFIRMED, "no confirmation of a batch in time"));
        }
    }

    /** Takes leave of the broker and closes, then runs the task. */
    void disconnect(Runnable then) {
        Phase before = phase.getAndSet(Phase.CLOSED);
        unconfirmed.close("relay stopped");
        TcpConnection<byte[]> current = connection;
        if (before == Phase.CLOSED || current == null) {
            then.run();
            return;
        }
        Future<?> unused = current.sendAsync(frames.disconnect()).whenComplete((sent, failure) -> {
            current.close();
            then.run();
        });
    }

    @Override
    public void afterConnected(TcpConnection<byte[]> connected) {
        connection = connected;
        if (phase.get() == Phase.CLOSED) {
            connected.close();
        } else {
            send(frames.connect());
        }
    }

    @Override
    public void afterConnectFailure(Throwable failure) {
        close(LinkFailure.of(Kind.UNREACHABLE, failure));
    }

    @Override
    public void handleMessage(Message<byte[]> message) {
        StompHeaderAccessor headers = MessageHeaderAccessor.getAccessor(message, StompHeaderAccessor.class);
        if (headers == null || headers.getCommand() == null || phase.get() == Phase.CLOSED) {
            return; // A heart-beat has no command.
        }
        switch (headers.getCommand()) {
            case MESSAGE -> owner.received(headers.getSubscriptionId(), message.getPayload());
            case RECEIPT -> confirmed(String.valueOf(headers.getReceiptId()));
            case CONNECTED -> connected(headers.getHeartbeat());
            case ERROR -> refused(headers.getMessage());
            default -> close(new LinkFailure(Kind.LOST, "frame " + headers.getCommand() + " from the broker"));
        }
    }

    @Override
    public void handleFailure(Throwable failure) {
        close(LinkFailure.of(lostOrUnreachable(), failure));
    }

    @Override
    public void afterConnectionClosed() {
        close(new LinkFailure(lostOrUnreachable(), "the broker closed the connection"));
    }

    private void connected(long[] brokersHeartBeat) {
        TcpConnection<byte[]> current = connection;
        long interval = frames.heartBeatMillis();
        if (current != null && interval > 0) {
            if (brokersHeartBeat[1] > 0) {
                current.onWriteInactivity(() -> send(frames.heartBeat()), Math.max(interval, brokersHeartBeat[1]));
            }
            if (brokersHeartBeat[0] > 0) {
                long longest = HEART_BEAT_MARGIN * Math.max(interval, brokersHeartBeat[0]);
                current.onReadInactivity(this::silent, longest);
            }
        }
        frames.subscribe().forEach(this::send);
    }

    private void silent() {
        close(new LinkFailure(lostOrUnreachable(), "no heart-beat from the broker"));
    }

    private void confirmed(String receipt) {
        if (receipt.equals(StompFrames.SUBSCRIBED)) {
            if (phase.compareAndSet(Phase.OPENING, Phase.OPEN)) {
                owner.up(this);
            }
            return;
        }
        Unconfirmed.Entry entry = unconfirmed.confirm(receipt);
        if (entry != null) {
            entry.confirmed().complete(null);
        }
    }

    private void refused(@Nullable String message) {
        Kind kind = phase.get() == Phase.OPENING ? Kind.REFUSED : Kind.LOST;
        close(new LinkFailure(kind, "ERROR from the broker: " + StompFrames.printable(message)));
    }

    private Kind lostOrUnreachable() {
        return phase.get() == Phase.OPENING ? Kind.UNREACHABLE : Kind.LOST;
    }

    private void send(Message<byte[]> frame) {
        send(frame, () -> {});
    }

    /** Sends a frame, and runs the task once it has been sent or has failed. */
    private void send(Message<byte[]> frame, Runnable then) {
        TcpConnection<byte[]> current = connection;
        if (current == null) {
            then.run();
            return;
        }
        Future<?> unused = current.sendAsync(frame).whenComplete((sent, failure) -> {
            then.run();
            if (failure != null) {
                handleFailure(failure);
            }
        });
    }

    private void close(LinkFailure failure) {
        if (phase.getAndSet(Phase.CLOSED) == Phase.CLOSED) {
            return;
        }
        TcpConnection<byte[]> current = connection;
        if (current != null) {
            current.close();
        }
        unconfirmed.close(address + ": " + failure.message());
        owner.down(this, failure);
    }

    /** Whose link it is; called by threads of the connection. */
    interface Owner {

        /** The broker has confirmed the subscription. */
        void up(StompLink link);

        /** The link has ended, or could not be made; once. */
        void down(StompLink link, LinkFailure failure);

        /** A message has arrived by this subscription; one at a time, in order. */
        void received(@Nullable String subscription, byte[] body);
    }

    private enum Phase {
        OPENING,
        OPEN,
        CLOSED
    }
}
