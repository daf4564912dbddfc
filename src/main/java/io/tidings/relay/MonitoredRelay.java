package io.tidings.relay;

/** A relay that tells how it stands. */
interface MonitoredRelay extends Relay, NodeMessages {

    /** How it stands now. */
    LinkState state();
}
