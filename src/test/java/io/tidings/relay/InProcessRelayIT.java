package io.tidings.relay;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;

class InProcessRelayIT extends AbstractRelayIT {

    @Override
    List<Node> startNodes() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        return List.of(new Node(new InProcessRelay(4096, new RelayMetrics(registry)), registry));
    }
}
