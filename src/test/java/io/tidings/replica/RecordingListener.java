package io.tidings.replica;

import io.tidings.topic.Source;
import io.tidings.topic.Update;
import java.util.ArrayList;
import java.util.List;

/** Keeps what it is told. */
final class RecordingListener implements ReplicaListener {

    final List<Update> updates = new ArrayList<>();

    final List<String> resets = new ArrayList<>();

    /** How many runs ended that were not empty. */
    int flushes;

    int unflushed;

    @Override
    public void updated(Update update) {
        updates.add(update);
        unflushed++;
    }

    @Override
    public void flushed() {
        flushes += unflushed > 0 ? 1 : 0;
        unflushed = 0;
    }

    @Override
    public void reset(String namespace) {
        resets.add(namespace);
    }

    List<String> positions() {
        return Samples.positions(updates);
    }

    List<String> positions(Source source) {
        return Samples.positions(updates.stream()
                .filter(update -> update.position().source().equals(source))
                .toList());
    }
}
