package io.tidings;

import io.tidings.topic.Namespace;
import io.tidings.topic.Namespaces;
import io.tidings.topic.NodeIncarnation;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.info.BuildProperties;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Says in the log what this node is before it begins, and that it has ended when all else has; addresses, no logins. */
@Component
final class NodeLog implements SmartLifecycle {

    private static final Logger logger = LoggerFactory.getLogger(NodeLog.class);

    private final NodeIncarnation node;

    private final String version;

    private final Namespaces namespaces;

    private final Environment environment;

    private volatile boolean running;

    NodeLog(
            NodeIncarnation node,
            ObjectProvider<BuildProperties> build,
            Namespaces namespaces,
            Environment environment) {
        BuildProperties known = build.getIfAvailable();
        this.node = node;
        this.version = known == null ? "unknown" : String.valueOf(known.getVersion());
        this.namespaces = namespaces;
        this.environment = environment;
    }

    @Override
    public void start() {
        running = true;
        List<String> kafka = addresses("spring.kafka.bootstrap-servers");
        List<String> brokers = addresses("tidings.relay.addresses");
        logger.atInfo()
                .addKeyValue("version", version)
                .addKeyValue("node", node.text())
                .addKeyValue("log", kafka.isEmpty() ? "memory" : kafka)
                .addKeyValue("relay", brokers.isEmpty() ? "in-process" : brokers)
                .addKeyValue(
                        "namespaces",
                        namespaces.all().stream().map(Namespace::name).sorted().toList())
                .log("Tidings begins");
    }

    @Override
    public void stop() {
        running = false;
        logger.atInfo().addKeyValue("node", node.text()).log("Tidings has ended");
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** First of all, and last when stopping. */
    @Override
    public int getPhase() {
        return Integer.MIN_VALUE;
    }

    private List<String> addresses(String key) {
        return Binder.get(environment).bind(key, Bindable.listOf(String.class)).orElse(List.of());
    }
}
