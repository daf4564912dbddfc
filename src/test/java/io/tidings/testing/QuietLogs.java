package io.tidings.testing;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/** Silences what embedded servers log about their own life, which says nothing about a test. */
public final class QuietLogs {

    private QuietLogs() {}

    /** Lets nothing below ERROR through from these loggers and those under them. */
    public static void of(String... names) {
        for (String name : names) {
            ((Logger) LoggerFactory.getLogger(name)).setLevel(Level.ERROR);
        }
    }
}
