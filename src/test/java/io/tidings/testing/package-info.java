/** Real parts that tests of several packages start for themselves, and the rule for those a machine may lack. */
@NullMarked
package io.tidings.testing;

import org.jspecify.annotations.NullMarked;
