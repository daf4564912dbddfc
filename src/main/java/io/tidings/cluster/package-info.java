/** Knows the service's other nodes: their counts by gossip, and their answers by asking. */
@ApplicationModule(allowedDependencies = {"topic", "relay"})
@NullMarked
package io.tidings.cluster;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
