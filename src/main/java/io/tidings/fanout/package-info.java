/** Delivers updates to the subscriptions of this node's sessions. */
@ApplicationModule(allowedDependencies = {"topic", "replica", "meter"})
@NullMarked
package io.tidings.fanout;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
