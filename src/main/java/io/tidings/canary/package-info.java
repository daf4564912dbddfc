/** Proves all the time that an update gets from each log to a socket. */
@ApplicationModule(allowedDependencies = {"topic", "log", "replica", "access", "connection", "meter"})
@NullMarked
package io.tidings.canary;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
