package io.tidings.replica;

import io.tidings.log.LogHead;
import io.tidings.log.LogUnavailableException;
import io.tidings.log.UpdateLog;
import io.tidings.topic.Batch;
import io.tidings.topic.LogId;
import io.tidings.topic.Namespace;
import io.tidings.topic.Publication;
import io.tidings.topic.Published;
import io.tidings.topic.Update;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** A log that holds what the test puts in, and answers when and as the test says: at once, unless it is paused. */
final class ScriptedLog implements UpdateLog {

    final List<String> reads = new ArrayList<>();

    final List<List<String>> headQuestions = new ArrayList<>();

    private final Map<LogId, Partition> partitions = new TreeMap<>();

    private final List<Runnable> pending = new ArrayList<>();

    private int batchSize = 4;

    private boolean paused;

    private boolean failing;

    private boolean readsFailing;

    private boolean proofsFailing;

    private boolean endingShort;

    private Executor executor = Runnable::run;

    /** Makes an empty log. */
    void create(LogId id) {
        partitions.put(id, new Partition());
    }

    /** From now on the log is compacted: it is read from its beginning, and whole from this offset on. */
    void compact(LogId id, Duration keepsAllFor, long provenFrom) {
        Partition partition = partitions.get(id);
        partition.keepsAllFor = keepsAllFor;
        partition.provenFrom = provenFrom;
    }

    /** Takes an update away, as compaction does. */
    void takeAway(LogId id, long offset) {
        partitions.get(id).updates.remove(offset);
    }

    void remove(LogId id) {
        partitions.remove(id);
    }

    void append(Update update) {
        Partition partition =
                partitions.computeIfAbsent((LogId) update.position().source(), id -> new Partition());
        partition.updates.put(update.position().offset(), update);
        partition.head = Math.max(partition.head, update.position().offset() + 1);
    }

    void append(Batch batch) {
        batch.updates().forEach(this::append);
        Partition partition = partitions.computeIfAbsent((LogId) batch.source(), id -> new Partition());
        partition.head = Math.max(partition.head, batch.to());
    }

    /** Removes all below an offset, as retention does. */
    void retain(LogId id, long first) {
        Partition partition = partitions.get(id);
        partition.first = first;
        partition.updates.headMap(first).clear();
    }

    /** Loses its end. */
    void truncate(LogId id, long head) {
        Partition partition = partitions.get(id);
        partition.head = head;
        partition.updates.tailMap(head).clear();
    }

    long head(LogId id) {
        return partitions.get(id).head;
    }

    List<Update> updates(LogId id) {
        return List.copyOf(partitions.get(id).updates.values());
    }

    void batchSize(int size) {
        batchSize = size;
    }

    /** Answers on threads of its own, as a log does. */
    void answerOn(Executor threads) {
        executor = threads;
    }

    void fail(boolean fail) {
        failing = fail;
    }

    /** Fails reads only. */
    void failReads(boolean fail) {
        readsFailing = fail;
    }

    /** Fails only what is asked about how far back a log is whole. */
    void failProofs(boolean fail) {
        proofsFailing = fail;
    }

    /** Ends reads before they have reached what they were to reach. */
    void endShort(boolean end) {
        endingShort = end;
    }

    void pause() {
        paused = true;
    }

    /** Gives what was kept back, and what comes of it, and answers at once from now on. */
    void resume() {
        paused = false;
        while (!pending.isEmpty()) {
            answer(0);
        }
    }

    int pending() {
        return pending.size();
    }

    void answer(int index) {
        pending.remove(index).run();
    }

    @Override
    public CompletableFuture<Published> append(Publication publication) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<List<LogHead>> heads(Collection<Namespace> namespaces) {
        List<String> names = namespaces.stream().map(Namespace::name).toList();
        headQuestions.add(names);
        CompletableFuture<List<LogHead>> answer = new CompletableFuture<>();
        later(
                answer,
                () -> answer.complete(partitions.entrySet().stream()
                        .filter(entry -> names.contains(entry.getKey().namespace()))
                        .map(entry -> new LogHead(entry.getKey(), entry.getValue().head, entry.getValue().keepsAllFor))
                        .toList()));
        return answer;
    }

    @Override
    public CompletableFuture<Long> offsetAt(LogId log, Instant time) {
        CompletableFuture<Long> answer = new CompletableFuture<>();
        later(answer, () -> {
            Partition partition = partitions.get(log);
            if (partition.keepsAllFor != null) {
                answer.complete(partition.first);
                return;
            }
            answer.complete(partition.updates.values().stream()
                    .filter(update -> update.timestamp() >= time.toEpochMilli())
                    .map(update -> update.position().offset())
                    .findFirst()
                    .orElse(partition.head));
        });
        return answer;
    }

    @Override
    public CompletableFuture<Long> provenFrom(LogId log, Instant time) {
        CompletableFuture<Long> answer = new CompletableFuture<>();
        later(answer, () -> {
            if (proofsFailing) {
                answer.completeExceptionally(new LogUnavailableException("proof: not to be had"));
            } else {
                answer.complete(partitions.get(log).provenFrom);
            }
        });
        return answer;
    }

    @Override
    public CompletableFuture<Long> read(LogId log, long from, long to, Consumer<Batch> sink) {
        reads.add(log + "[" + from + "," + to + ")");
        CompletableFuture<Long> answer = new CompletableFuture<>();
        later(answer, () -> {
            long began = Math.max(from, partitions.get(log).first);
            step(new Read(log, to, sink, answer, began), from);
        });
        return answer;
    }

    private void step(Read read, long from) {
        Partition partition = partitions.get(read.log());
        if (partition == null || partition.head < read.to() || readsFailing) {
            read.answer().completeExceptionally(new LogUnavailableException("position: not reached"));
        } else if (from >= read.to() || endingShort) {
            read.answer().complete(read.began());
        } else {
            long to = Math.min(Math.max(from, read.began()) + batchSize, partition.head);
            List<Update> updates =
                    List.copyOf(partition.updates.subMap(from, to).values());
            read.sink().accept(new Batch(read.log(), from, to, updates));
            later(read.answer(), () -> step(read, to));
        }
    }

    private void later(CompletableFuture<?> answer, Runnable action) {
        Runnable step = () -> {
            if (failing) {
                answer.completeExceptionally(new LogUnavailableException("log: down"));
            } else {
                action.run();
            }
        };
        if (paused) {
            pending.add(step);
        } else {
            executor.execute(step);
        }
    }

    private static final class Partition {

        private final TreeMap<Long, Update> updates = new TreeMap<>();

        private long first;

        private long head;

        private Duration keepsAllFor;

        private long provenFrom;
    }

    private record Read(LogId log, long to, Consumer<Batch> sink, CompletableFuture<Long> answer, long began) {}
}
