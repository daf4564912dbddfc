/** Measures the service from outside: a load client of its own, its scenarios, and what they print. */
@NullMarked
package io.tidings.bench;

import org.jspecify.annotations.NullMarked;
