package io.tidings.replica;

/** Why it cannot be proven what came after a cursor. */
enum Doubt {

    /** Nothing is kept of the namespace. */
    EPHEMERAL,

    /** The cursor does not name a log. */
    UNNAMED_LOG,

    /** The cursor names a log that does not exist, for example one that was deleted and made anew. */
    UNKNOWN_LOG,

    /** The cursor names an offset that its log does not have: it has lost its end. */
    PAST_END,

    /** Some of it may have been dropped here, or was never read. */
    BELOW_EDGE,

    /** It is more than one answer may hold. */
    TOO_MUCH
}
