/** Decides who may connect, subscribe and publish. */
@ApplicationModule(allowedDependencies = {"topic"})
@NullMarked
package io.tidings.access;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
