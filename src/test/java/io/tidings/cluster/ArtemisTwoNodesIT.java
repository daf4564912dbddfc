package io.tidings.cluster;

import io.tidings.testing.ArtemisBroker;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class ArtemisTwoNodesIT extends AbstractTwoNodesIT {

    private static ArtemisBroker broker;

    @BeforeAll
    static void startBroker() {
        broker = ArtemisBroker.create();
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @Override
    List<String> relay() {
        return List.of("--tidings.relay.addresses=" + broker.address());
    }

    @Override
    int brokerConnections() {
        return broker.connections();
    }
}
