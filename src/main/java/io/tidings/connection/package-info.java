/** Accepts connections: from whom, how many, and how long they may take to ask for something. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package io.tidings.connection;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
