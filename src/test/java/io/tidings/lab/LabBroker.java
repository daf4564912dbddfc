package io.tidings.lab;

import java.util.List;

/** The message broker between the nodes. */
interface LabBroker extends AutoCloseable {

    /** What it is called in reports. */
    String name();

    /** Its port for STOMP, the same after it was started again. */
    int port();

    /** The process that runs now. */
    ProcessHandle handle();

    /** What a node needs to log in. */
    List<String> settings();

    /** Starts it again, and waits until it takes connections. */
    void start();

    /** Ends it as an operator would. */
    void stop();

    /** Ends it as a crash would. */
    void kill();

    @Override
    void close();
}
