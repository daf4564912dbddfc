/** Tells a collector of traces what became of publications and batches, where one is configured. */
@ApplicationModule(allowedDependencies = {"topic", "relay"})
@NullMarked
package io.tidings.trace;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
