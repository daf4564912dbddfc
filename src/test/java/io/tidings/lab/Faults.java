package io.tidings.lab;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets the faults of a seed strike for a while, all rows at the same time. */
final class Faults {

    private static final Logger logger = LoggerFactory.getLogger(Faults.class);

    private final Strikes strikes;

    private final Queue<Struck> struck = new ConcurrentLinkedQueue<>();

    Faults(Strikes strikes) {
        this.strikes = strikes;
    }

    /** A fault that struck, in the time of {@link System#nanoTime}. */
    record Struck(Fault fault, long fromNanos, long toNanos) {}

    /** Returns what struck, when all is whole again. */
    List<Struck> run(long seed, Duration time) {
        long end = System.nanoTime() + time.toNanos();
        List<CompletableFuture<Void>> rows = new ArrayList<>();
        for (Fault.Row row : Fault.Row.values()) {
            Schedule schedule = new Schedule(seed, row);
            rows.add(CompletableFuture.runAsync(
                    () -> strikeUntil(end, schedule), task -> new Thread(task, "faults-" + row).start()));
        }
        CompletableFuture.allOf(rows.toArray(CompletableFuture<?>[]::new)).join();
        return List.copyOf(struck);
    }

    private void strikeUntil(long endNanos, Schedule schedule) {
        while (System.nanoTime() - endNanos < 0) {
            Fault fault = schedule.next();
            LockSupport.parkNanos(fault.pause().toNanos());
            logger.atInfo().addKeyValue("fault", fault).log("Fault strikes");
            long from = System.nanoTime();
            strikes.strike(fault);
            logger.atInfo().addKeyValue("fault", fault.kind()).log("Fault is over");
            struck.add(new Struck(fault, from, System.nanoTime()));
        }
    }
}
