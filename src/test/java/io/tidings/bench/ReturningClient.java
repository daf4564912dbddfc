package io.tidings.bench;

import io.netty.buffer.ByteBuf;
import java.util.List;

/**
 * A client that follows a topic, and resumes on each new connection: it checks over all of them that it gets every update
 * once and in order. For the client's event loop.
 */
final class ReturningClient implements StompConnection.Listener {

    private final String destination;

    private final int topic;

    private final int bodyBytes;

    private final SequenceCheck check = new SequenceCheck();

    private final ClientCursor cursor = new ClientCursor();

    private StompConnection connection;

    private boolean live;

    private long owed;

    private long gaps;

    ReturningClient(String destination, int topic, int bodyBytes) {
        this.destination = destination;
        this.topic = topic;
        this.bodyBytes = bodyBytes;
    }

    /** A new connection, to be opened, that goes on where the last one ended. */
    StompConnection connect() {
        live = false;
        String past = "snapshot:false" + (cursor.isEmpty() ? "" : "\nsince:" + cursor);
        connection = new StompConnection(List.of(destination), past, bodyBytes, this);
        return connection;
    }

    /** The connection that was made last. */
    StompConnection connection() {
        return connection;
    }

    int topic() {
        return topic;
    }

    SequenceCheck check() {
        return check;
    }

    /** How many updates it was sent that came before it was live. */
    long owed() {
        return owed;
    }

    /** How many frames have said that it may have missed something. */
    long gaps() {
        return gaps;
    }

    @Override
    public void message(ByteBuf bytes, int from, int to, int bodyAt) {
        FrameHead head = new FrameHead(bytes, from, to);
        if (head.header("gap") != null) {
            gaps++; // It may have no body, so that none is looked for: what came before it counts as lost.
            return;
        }
        cursor.move(head.header("message-id"));
        owed += live ? 0 : 1;
        message(bytes, bodyAt);
    }

    @Override
    public void message(ByteBuf bytes, int bodyAt) {
        check.accept(Stamp.number(bytes, bodyAt));
    }

    @Override
    public void receipt(ByteBuf bytes, int from, int to) {
        FrameHead head = new FrameHead(bytes, from, to);
        live = true;
        cursor.begin(head.header("position"));
        gaps += head.header("gap") == null ? 0 : 1;
    }
}
