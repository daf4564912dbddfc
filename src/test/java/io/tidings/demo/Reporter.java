package io.tidings.demo;

import java.time.Duration;

/** Has something to tell at a steady pace. Called by one thread. */
interface Reporter {

    /** The time from one report to the next. */
    Duration pace();

    /** What there is to tell now. */
    Report next();
}
