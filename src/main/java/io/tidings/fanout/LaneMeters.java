package io.tidings.fanout;

import io.tidings.meter.OwnCount;
import io.tidings.meter.OwnTimes;
import io.tidings.topic.Update;
import java.time.Clock;
import java.util.Arrays;

/** What one lane counts, without a lock: only its event loop calls, where nothing else is said. */
final class LaneMeters {

    private final OwnCount deliveries = new OwnCount();

    private final OwnCount encoded = new OwnCount();

    private final OwnCount bytes = new OwnCount();

    private final OwnCount flushes = new OwnCount();

    private final OwnTimes ages;

    private final OwnTimes drains;

    private final Clock clock;

    /** The times of the updates that the next flush sends. */
    private long[] sending = new long[64];

    private int sendingCount;

    LaneMeters(OwnTimes ages, OwnTimes drains, Clock clock) {
        this.ages = ages;
        this.drains = drains;
        this.clock = clock;
    }

    /** The next flush sends this update to somebody. */
    void sending(Update update) {
        if (sendingCount == sending.length) {
            sending = Arrays.copyOf(sending, 2 * sendingCount);
        }
        sending[sendingCount++] = update.timestamp();
    }

    void delivered(long count) {
        deliveries.add(count);
    }

    /** Frames were made, which subscriptions share. */
    void encoded(int frames) {
        encoded.add(frames);
    }

    /** Bytes were given to outboxes, those that they share counted for each. */
    void written(long count) {
        bytes.add(count);
    }

    /** So many outboxes were flushed, and what was to be sent with them has been. */
    void flushed(int outboxes) {
        flushes.add(outboxes);
        if (sendingCount == 0) {
            return;
        }
        long now = clock.millis();
        for (int i = 0; i < sendingCount; i++) {
            ages.recordAge(now, sending[i]);
        }
        sendingCount = 0;
    }

    void drained(long nanos) {
        drains.record(nanos);
    }

    /** Any thread may call. */
    long deliveries() {
        return deliveries.get();
    }

    /** Any thread may call. */
    long encoded() {
        return encoded.get();
    }

    /** Any thread may call. */
    long bytes() {
        return bytes.get();
    }

    /** Any thread may call. */
    long flushes() {
        return flushes.get();
    }
}
