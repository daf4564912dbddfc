package io.tidings.cluster;

import io.tidings.testing.RabbitMqNode;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class RabbitMqTwoNodesIT extends AbstractTwoNodesIT {

    private static RabbitMqNode broker;

    @BeforeAll
    static void startBroker() {
        RabbitMqNode.require();
        broker = RabbitMqNode.create();
    }

    @AfterAll
    static void stopBroker() {
        if (broker != null) {
            broker.close();
        }
    }

    @Override
    List<String> relay() {
        return List.of(
                "--tidings.relay.addresses=" + broker.address(),
                "--tidings.relay.login=" + RabbitMqNode.LOGIN,
                "--tidings.relay.passcode=" + RabbitMqNode.PASSCODE);
    }

    @Override
    int brokerConnections() {
        return broker.connections();
    }
}
