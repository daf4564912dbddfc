package io.tidings.log;

import io.tidings.topic.Update;
import java.util.Locale;

/** What a Kafka record is to a namespace. */
public sealed interface RecordMapping {

    /** The record is this update. */
    record Mapped(Update update) implements RecordMapping {}

    /**
     * The record is no update.
     *
     * @param reason why, in a word
     * @param detail why, in one line, without what the record carries
     */
    record Unmappable(Reason reason, String detail) implements RecordMapping {}

    /** Why a record is no update. */
    enum Reason {

        /** It has no key, and the key would name the topic. */
        NO_KEY,

        /** It lacks the header that would name the topic. */
        NO_HEADER,

        /** What names the topic is not UTF-8. */
        NOT_UTF8,

        /** What names the topic makes no legal one: it is too long. */
        ILLEGAL_TOPIC,

        /** Its body is longer than the namespace allows. */
        OVERSIZE;

        /** The reason as metrics and headers carry it. */
        public String tag() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
