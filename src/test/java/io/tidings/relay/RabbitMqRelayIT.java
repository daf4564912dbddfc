package io.tidings.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidings.testing.RabbitMqNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RabbitMqRelayIT extends AbstractStompRelayIT {

    private static RabbitMqNode broker;

    @BeforeAll
    static void startRabbitMq() {
        broker = RabbitMqNode.create();
    }

    @AfterAll
    static void stopRabbitMq() {
        if (broker != null) {
            broker.close();
        }
    }

    @Test
    void theBrokerBoundsTheQueueOfANode() {
        assertThat(broker.control("list_queues", "arguments")).contains("[{\"x-max-length-bytes\",67108864}]");
    }

    @Override
    Properties properties(String... addresses) {
        return Properties.of(addresses).with("login", RabbitMqNode.LOGIN).with("passcode", RabbitMqNode.PASSCODE);
    }

    @Override
    String address() {
        return broker.address();
    }

    @Override
    int port() {
        return broker.port();
    }

    @Override
    void stopBroker() {
        broker.stop();
    }

    @Override
    void startBroker() {
        broker.start();
    }

    @Override
    int connections() {
        return broker.connections();
    }
}
