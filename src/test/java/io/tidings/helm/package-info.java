/** The Helm chart, rendered, held to Kubernetes' models and the application's keys, and run. */
@NullMarked
package io.tidings.helm;

import org.jspecify.annotations.NullMarked;
