/** Carries batches of updates between nodes: a STOMP broker, or in-process. */
@ApplicationModule(allowedDependencies = {"topic", "meter"})
@NullMarked
package io.tidings.relay;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
