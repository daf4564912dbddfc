/** Reads the log once for the whole service and hands it to the relay. */
@ApplicationModule(allowedDependencies = {"topic", "log", "relay", "meter", "trace"})
@NullMarked
package io.tidings.ingest;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
