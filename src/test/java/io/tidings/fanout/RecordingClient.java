package io.tidings.fanout;

import static io.tidings.fanout.RecordingOutbox.header;

import io.tidings.topic.Cursor;
import io.tidings.topic.LogId;
import io.tidings.topic.Position;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.messaging.Message;

/** A client that keeps its state and its cursor as the protocol's documentation tells it to. */
final class RecordingClient {

    private final SubscriptionRequest request;

    private final RecordingOutbox outbox = new RecordingOutbox();

    private Subscription subscription;

    private Live live;

    private int framesBeforeLive = -1;

    private boolean refused;

    RecordingClient(SubscriptionRequest request) {
        this.request = request;
    }

    SubscriptionRequest request() {
        return request;
    }

    RecordingOutbox outbox() {
        return outbox;
    }

    Subscription subscription() {
        return subscription;
    }

    void subscribed(Subscription made) {
        subscription = made;
    }

    void live(Live from) {
        if (live != null) {
            throw new AssertionError("told twice: " + live + ", " + from);
        }
        outbox.flush();
        live = from;
        framesBeforeLive = outbox.frames().size();
    }

    void refused() {
        refused = true;
    }

    boolean isRefused() {
        return refused;
    }

    /** What the RECEIPT would say; null if it has not come. */
    Live live() {
        return live;
    }

    /** Takes what is waiting for it; true from now on or not. */
    void writable(boolean now) {
        outbox.writable(now);
        if (now) {
            outbox.resume();
        }
    }

    /** The frames in short: kind and offset, and the RECEIPT among them. */
    List<String> story() {
        List<String> story = new ArrayList<>();
        List<Message<byte[]>> frames = outbox.frames();
        for (int i = 0; i <= frames.size(); i++) {
            if (i == framesBeforeLive) {
                story.add(live.gap() ? "receipt gap" : "receipt");
            }
            if (i < frames.size()) {
                story.add(inShort(frames.get(i)));
            }
        }
        return story;
    }

    /** What it knows at the end: walks through the frames as a client would. */
    Knowledge knowledge() {
        Knowledge knowledge = new Knowledge(request.past().since());
        List<Message<byte[]>> frames = outbox.frames();
        for (int i = 0; i <= frames.size(); i++) {
            if (i == framesBeforeLive) {
                knowledge.live(live);
            }
            if (i < frames.size()) {
                knowledge.take(frames.get(i));
            }
        }
        return knowledge;
    }

    private static String inShort(Message<byte[]> frame) {
        String id = header(frame, "message-id");
        return (header(frame, "gap") != null ? "gap " : "")
                + (header(frame, "snapshot") != null ? "state " : "")
                + (id.contains("@") ? id.substring(id.indexOf('@') + 1) : "empty")
                + (header(frame, "position") != null ? " position" : "");
    }

    /** What a client has learnt since it last had to discard everything. */
    static final class Knowledge {

        /** By topic, the message-id of what it shows. */
        private final Map<String, String> state = new LinkedHashMap<>();

        /** Where what it has seen without a hole began, and what it has been told since, snapshots left out. */
        private Cursor start;

        private Cursor cursor;

        private final List<String> news = new ArrayList<>();

        Knowledge(Cursor since) {
            start = since;
            cursor = since;
        }

        Map<String, String> state() {
            return state;
        }

        Cursor start() {
            return start;
        }

        Cursor cursor() {
            return cursor;
        }

        List<String> news() {
            return news;
        }

        private void take(Message<byte[]> frame) {
            if (header(frame, "gap") != null) {
                discard();
            }
            String id = header(frame, "message-id");
            if (id.contains("@")) {
                state.put(header(frame, "destination"), id);
                if (header(frame, "snapshot") == null) {
                    took(Position.parse(id));
                }
            }
            if (header(frame, "position") != null) {
                begin(Cursor.parse(header(frame, "position")));
            }
        }

        private void took(Position position) {
            if (cursor == null) {
                throw new AssertionError("news before the cursor: " + position);
            }
            LogId log = (LogId) position.source();
            if (position.offset() <= cursor.offset(log).orElse(-1)) {
                throw new AssertionError("twice or out of order: " + position + " after " + cursor);
            }
            TreeMap<LogId, Long> moved = new TreeMap<>(cursor.offsets());
            moved.put(log, position.offset());
            cursor = new Cursor(moved);
            news.add(position.toString());
        }

        private void live(Live live) {
            if (live.position().offsets().isEmpty()) {
                return;
            }
            if (start == null) {
                begin(live.position());
            }
            cursor = live.position();
        }

        private void begin(Cursor position) {
            start = position;
            cursor = position;
            news.clear();
        }

        private void discard() {
            state.clear();
            news.clear();
            start = null;
            cursor = null;
        }
    }
}
