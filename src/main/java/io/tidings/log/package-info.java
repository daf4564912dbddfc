/** Keeps updates durably and reads them back: Kafka, or memory. */
@ApplicationModule(allowedDependencies = {"topic"})
@NullMarked
package io.tidings.log;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
