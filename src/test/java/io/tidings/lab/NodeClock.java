package io.tidings.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import org.springframework.context.annotation.Primary;
import org.springframework.core.env.Environment;

/**
 * A node's clock, which goes wrong by as many milliseconds as a file says, so that a test can make it step. It looks at the
 * file a few times a second.
 */
@Primary
final class NodeClock extends Clock {

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final Path file;

    private volatile long lookedNanos;

    private volatile long offsetMillis;

    NodeClock(Environment environment) {
        file = Path.of(environment.getRequiredProperty("lab.clock"));
        look();
    }

    /** Has the clocks that look at this file be wrong by this much. */
    static void step(Path file, long millis) {
        try {
            Path fresh = Files.writeString(file.resolveSibling(file.getFileName() + ".new"), String.valueOf(millis));
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Instant instant() {
        if (System.nanoTime() - lookedNanos > LOOK_NANOS) {
            look();
        }
        return Instant.now().plusMillis(offsetMillis);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException();
    }

    private void look() {
        lookedNanos = System.nanoTime();
        try {
            offsetMillis = Long.parseLong(Files.readString(file).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
