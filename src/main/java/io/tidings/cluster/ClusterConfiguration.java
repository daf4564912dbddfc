package io.tidings.cluster;

import io.tidings.topic.NodeIncarnation;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.info.BuildProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the node into the cluster. */
@Configuration(proxyBeanMethods = false)
class ClusterConfiguration {

    @Bean
    NodeIncarnation nodeIncarnation(ClusterProperties properties) {
        return NodeIncarnation.start(properties.nodeName());
    }

    @Bean
    Cluster cluster(NodeIncarnation node, ObjectProvider<BuildProperties> build, Clock clock) {
        return new SingleNode(node.text(), about(node, build.getIfAvailable(), clock));
    }

    private static Node.About about(NodeIncarnation node, @Nullable BuildProperties build, Clock clock) {
        String version = build == null || build.getVersion() == null ? "unknown" : build.getVersion();
        return new Node.About(node.name(), version, clock.instant());
    }
}
