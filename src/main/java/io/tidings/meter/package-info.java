/** Meters for what happens too often for Micrometer's: one thread writes each part without a lock. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package io.tidings.meter;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
