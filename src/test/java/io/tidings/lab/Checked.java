package io.tidings.lab;

import java.util.List;

/** A subscription whose sequences are checked. One thread tells it what comes; any may ask. */
interface Checked {

    /** Its STOMP id, and that of its receipt. */
    String id();

    /** The headers of the SUBSCRIBE with which it begins, or goes on, in a new session. */
    String[] subscribe();

    /** Takes the RECEIPT. */
    void live(StompFrame receipt);

    /** Takes a MESSAGE. */
    void message(StompFrame frame);

    /** Whether it has been told where live begins. */
    boolean isLive();

    /** Whether it has been given all that was acknowledged so far, as far as that is promised. */
    boolean hasAll(Ledger ledger);

    /** What was wrong. */
    List<Finding> findings(Ledger ledger);

    /** How often it was told of a gap. */
    long gaps();

    /** How many MESSAGE frames it was given. */
    long deliveries();
}
