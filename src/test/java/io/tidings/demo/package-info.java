/** The service with everything that it needs and a feed that moves, for {@code spring-boot:test-run}. */
@NullMarked
package io.tidings.demo;

import org.jspecify.annotations.NullMarked;
