package io.tidings.lab;

import io.tidings.lab.Finding.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A subscription of a durable namespace over all its sessions, as protocol.md has a client do it: it resumes from the
 * RECEIPT's cursor moved on by later message-ids, and starts anew when it is told of a gap. Every number is checked.
 */
final class Followed implements Checked {

    private static final int MAX_FINDINGS = 10_000;

    private final String id;

    private final String destination;

    private final boolean resumes;

    private final Map<String, TopicCheck> topics = new HashMap<>();

    private final List<Finding> findings = new ArrayList<>();

    /** By log, the last offset that was seen; null until the RECEIPT of the first SUBSCRIBE, and while state is made anew. */
    private @Nullable Map<String, Long> cursor;

    private boolean everLive;

    private long gaps;

    private long deliveries;

    private Followed(String id, String destination, boolean resumes) {
        this.id = id;
        this.destination = destination;
        this.resumes = resumes;
    }

    /** One that goes on, in each new session, where it was. */
    static Followed resuming(String id, String destination) {
        return new Followed(id, destination, true);
    }

    /** One that begins each session with a snapshot, as a page does that was never there before. */
    static Followed visiting(String id, String destination) {
        return new Followed(id, destination, false);
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public synchronized String[] subscribe() {
        List<String> headers = new ArrayList<>(List.of("id:" + id, "destination:" + destination, "receipt:" + id));
        if (cursor == null || !resumes) {
            forget();
        } else {
            headers.add("since:" + text(cursor));
        }
        return headers.toArray(String[]::new);
    }

    @Override
    public synchronized void live(StompFrame receipt) {
        if (receipt.is("gap") && cursor != null) {
            find(Kind.WRONG, destination, 0, "RECEIPT of a gap that no frame told of");
        }
        String position = receipt.header("position");
        if (position == null) {
            find(Kind.WRONG, destination, 0, "RECEIPT without position");
        } else {
            begin(cursor(position));
        }
    }

    @Override
    public synchronized void message(StompFrame frame) {
        deliveries++;
        boolean gap = frame.is("gap");
        if (gap) {
            gaps++;
            forget();
        }
        if (frame.body().length > 0) {
            update(frame);
        } else if (!gap) {
            find(Kind.WRONG, destination, 0, "empty frame " + frame);
        }
        String position = frame.header("position");
        if (position != null) {
            begin(cursor(position));
        }
    }

    /** What was skipped and has not come now never will. */
    private void forget() {
        topics.forEach((topic, check) ->
                check.missing(check.last()).forEach(number -> find(Kind.LOST, topic, number, "skipped")));
        topics.clear();
        cursor = null;
    }

    /** Where live begins: what the replay did not tell is not missing only if it does not exist. */
    private void begin(Map<String, Long> position) {
        if (cursor != null) {
            cursor.forEach((log, offset) -> {
                if (position.getOrDefault(log, -1L) < offset) {
                    find(Kind.WRONG, log, offset, "live begins at " + text(position) + ", before what was seen");
                }
            });
        }
        cursor = new TreeMap<>(position);
        everLive = true;
    }

    private void update(StompFrame frame) {
        String topic = String.valueOf(frame.header("destination")).substring("/topic/".length());
        long number = Body.number(frame.text());
        TopicCheck check = topics.get(topic);
        if (frame.is("snapshot")) {
            snapshot(frame, topic, number, check);
        } else if (cursor == null) {
            find(Kind.WRONG, topic, number, "news before the RECEIPT: " + frame);
        } else {
            news(frame, topic, number, check == null ? start(topic, 0) : check);
        }
    }

    private void snapshot(StompFrame frame, String topic, long number, @Nullable TopicCheck check) {
        if (check == null && cursor == null) {
            start(topic, number);
        } else {
            TopicCheck known = check == null ? start(topic, 0) : check;
            known.state(number).ifPresent(kind -> find(kind, topic, number, seen(frame, known)));
        }
    }

    private TopicCheck start(String topic, long last) {
        TopicCheck check = new TopicCheck(last);
        topics.put(topic, check);
        return check;
    }

    private void news(StompFrame frame, String topic, long number, TopicCheck check) {
        String seen = seen(frame, check);
        boolean wrong =
                check.news(number).map(kind -> find(kind, topic, number, seen)).isPresent();
        String position = String.valueOf(frame.header("message-id"));
        int at = position.lastIndexOf('@');
        Long before = cursor == null
                ? null
                : cursor.put(position.substring(0, at), Long.parseLong(position.substring(at + 1)));
        if (!wrong && before != null && before >= Long.parseLong(position.substring(at + 1))) {
            find(Kind.REORDERED, topic, number, seen + " where the cursor had " + before);
        }
    }

    @Override
    public synchronized boolean isLive() {
        return everLive && cursor != null;
    }

    @Override
    public synchronized boolean hasAll(Ledger ledger) {
        return isLive()
                && ledger.topics().stream()
                        .filter(this::covers)
                        .allMatch(topic -> missing(topic, ledger).isEmpty());
    }

    /** What was wrong, now that the ledger knows what became of each publication. */
    @Override
    public synchronized List<Finding> findings(Ledger ledger) {
        List<Finding> all = new ArrayList<>(
                findings.stream().filter(finding -> isProven(finding, ledger)).toList());
        ledger.topics().stream()
                .filter(this::covers)
                .forEach(topic -> missing(topic, ledger)
                        .forEach(number -> all.add(new Finding(
                                Kind.LOST, topic, number, destination + " has " + last(topic), Instant.now()))));
        return all;
    }

    /** What was never acknowledged may be missing, and late. */
    private static boolean isProven(Finding finding, Ledger ledger) {
        return switch (finding.kind()) {
            case LOST, REORDERED -> ledger.isAcknowledged(finding.topic(), finding.number());
            case DOUBLED, WRONG -> true;
        };
    }

    @Override
    public synchronized long gaps() {
        return gaps;
    }

    @Override
    public synchronized long deliveries() {
        return deliveries;
    }

    private long last(String topic) {
        TopicCheck check = topics.get(topic);
        return check == null ? 0 : check.last();
    }

    private TreeSet<Long> missing(String topic, Ledger ledger) {
        TreeSet<Long> missing = topics.getOrDefault(topic, new TopicCheck(0)).missing(ledger.last(topic));
        missing.removeIf(number -> !ledger.isAcknowledged(topic, number));
        return missing;
    }

    private boolean covers(String topic) {
        return Body.covers(destination, topic);
    }

    private Finding find(Kind kind, String topic, long number, String seen) {
        Finding finding = new Finding(kind, topic, number, id + ": " + seen, Instant.now());
        if (findings.size() < MAX_FINDINGS) {
            findings.add(finding);
        }
        return finding;
    }

    private static String seen(StompFrame frame, TopicCheck check) {
        return frame.header("message-id") + (frame.is("snapshot") ? " as snapshot" : "") + " after " + check.last();
    }

    private static Map<String, Long> cursor(String text) {
        Map<String, Long> offsets = new TreeMap<>();
        if (!text.isEmpty()) {
            for (String entry : text.split(",")) {
                int at = entry.lastIndexOf('@');
                offsets.put(entry.substring(0, at), Long.parseLong(entry.substring(at + 1)));
            }
        }
        return offsets;
    }

    private static String text(Map<String, Long> cursor) {
        List<String> entries = new ArrayList<>();
        cursor.forEach((log, offset) -> entries.add(log + '@' + offset));
        return String.join(",", entries);
    }
}
