/** Builds the image where buildah is found, and runs what is in it. */
@NullMarked
package io.tidings.image;

import org.jspecify.annotations.NullMarked;
