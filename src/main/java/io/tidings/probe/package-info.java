/** Tells a container's runtime whether this node lives, where nothing but Java is at hand to ask. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package io.tidings.probe;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
