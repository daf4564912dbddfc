/** Knows every topic's last value and recent history on this node, in order and without gaps. */
@ApplicationModule(allowedDependencies = {"topic", "log", "relay", "meter"})
@NullMarked
package io.tidings.replica;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
