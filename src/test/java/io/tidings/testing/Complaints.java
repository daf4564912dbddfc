package io.tidings.testing;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/**
 * What the service complained of until this is closed: lines at ERROR, Netty's of leaked buffers among them, lines with a
 * stack trace, and what no thread caught. A stranger must not be able to cause any.
 */
public final class Complaints extends AppenderBase<ILoggingEvent> implements AutoCloseable {

    private static final int MAX_KEPT = 20;

    private final List<String> kept = new CopyOnWriteArrayList<>();

    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

    private final Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();

    public Complaints() {
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> keep("uncaught in " + thread + ": " + failure));
        setContext(root.getLoggerContext());
        start();
        root.addAppender(this);
    }

    public List<String> all() {
        return kept;
    }

    @Override
    protected void append(ILoggingEvent event) {
        if (event.getLevel().isGreaterOrEqual(Level.ERROR) || event.getThrowableProxy() != null) {
            keep(event.getLevel() + " " + event.getLoggerName() + " " + event.getFormattedMessage() + " "
                    + event.getKeyValuePairs() + "\n" + ThrowableProxyUtil.asString(event.getThrowableProxy()));
        }
    }

    private void keep(String complaint) {
        if (kept.size() < MAX_KEPT) {
            kept.add(complaint);
        }
    }

    @Override
    public void close() {
        root.detachAppender(this);
        Thread.setDefaultUncaughtExceptionHandler(before);
    }
}
