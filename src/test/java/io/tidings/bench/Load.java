package io.tidings.bench;

/** Decides when what is published; for the client's event loop. */
interface Load {

    void start();

    void stop();

    /** A subscriber has got an update for the first time. */
    void delivered(int topic, long number);

    /** Nothing more is there to be read from a connection now. */
    void idle();

    /** How many updates it has published. */
    long published();
}
