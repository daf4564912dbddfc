package io.tidings.cluster;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How the nodes know one another.
 *
 * @param nodeName This node's name, in the admin API and in the positions of ephemeral namespaces; the host's name where
 *     none is set.
 */
@ConfigurationProperties("tidings.cluster")
record ClusterProperties(@Nullable String nodeName) {}
