package io.tidings.cluster;

import io.micrometer.core.instrument.MeterRegistry;
import io.tidings.relay.NodeMessages;
import io.tidings.relay.Relay;
import io.tidings.topic.NodeIncarnation;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.info.BuildProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.scheduler.Schedulers;

/** Wires the node into the cluster. */
@Configuration(proxyBeanMethods = false)
class ClusterConfiguration {

    @Bean
    NodeIncarnation nodeIncarnation(ClusterProperties properties) {
        return NodeIncarnation.start(properties.nodeName());
    }

    @Bean
    Self thisNode(NodeIncarnation node, ObjectProvider<BuildProperties> build, Clock clock) {
        Node.About about = new Node.About(node.name(), version(build.getIfAvailable()), clock.instant());
        return new Self(node.text(), about, new Counts());
    }

    @Bean
    RelayedCluster cluster(
            Self self, ClusterProperties properties, Relay relay, NodeMessages messages, MeterRegistry registry) {
        ClusterThread thread = new ClusterThread(Schedulers.newSingle("cluster", true), System::nanoTime);
        RelayedCluster cluster = new RelayedCluster(self, properties, thread, messages, new ClusterMetrics(registry));
        relay.onConnectionChange(connected -> {
            if (connected) {
                cluster.linked();
            }
        });
        return cluster;
    }

    private static String version(@Nullable BuildProperties build) {
        String version = build == null ? null : build.getVersion();
        return version == null ? "unknown" : version;
    }
}
