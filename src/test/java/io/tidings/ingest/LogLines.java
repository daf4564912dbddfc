package io.tidings.ingest;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.slf4j.LoggerFactory;

/** What a class logs until it is closed. */
final class LogLines implements AutoCloseable {

    private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

    private final Logger logger;

    private LogLines(Logger logger) {
        this.logger = logger;
        appender.start();
        logger.addAppender(appender);
    }

    static LogLines of(Class<?> source) {
        return new LogLines((Logger) LoggerFactory.getLogger(source));
    }

    int size() {
        return events().size();
    }

    /** The sum of the values of a key, over all lines. */
    int sum(String key) {
        return events().stream()
                .flatMap(event -> event.getKeyValuePairs().stream())
                .filter(pair -> pair.key.equals(key))
                .mapToInt(pair -> (Integer) pair.value)
                .sum();
    }

    @Override
    public void close() {
        logger.detachAppender(appender);
    }

    private List<ILoggingEvent> events() {
        return List.copyOf(appender.list);
    }
}
