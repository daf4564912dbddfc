package io.tidings.ingest;

import io.tidings.log.RecordMapping.Reason;
import io.tidings.log.RecordMapping.Unmappable;

/** A record is no update; it carries why into the dead letter's headers. */
final class UnmappableRecordException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Reason reason;

    UnmappableRecordException(Unmappable unmappable) {
        super(unmappable.detail(), null, false, false);
        this.reason = unmappable.reason();
    }

    Reason reason() {
        return reason;
    }
}
