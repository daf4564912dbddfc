/** What watches over the service from without: Prometheus' rules and Grafana's dashboard, held to the meters and the runbooks. */
@NullMarked
package io.tidings.watch;

import org.jspecify.annotations.NullMarked;
