/** What is pushed and where to: topics, patterns, namespaces, updates, positions, cursors. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package io.tidings.topic;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
