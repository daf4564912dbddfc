/** Takes a publication from anyone and puts it where its namespace says. */
@ApplicationModule(allowedDependencies = {"topic", "log", "relay", "replica", "trace"})
@NullMarked
package io.tidings.publish;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
