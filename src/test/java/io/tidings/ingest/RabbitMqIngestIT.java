package io.tidings.ingest;

import io.tidings.testing.RabbitMqNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class RabbitMqIngestIT extends AbstractIngestBrokerIT {

    private static RabbitMqNode rabbit;

    @BeforeAll
    static void startBroker() {
        rabbit = RabbitMqNode.create();
    }

    @AfterAll
    static void stopBroker() {
        if (rabbit != null) {
            rabbit.close();
        }
    }

    @Override
    int brokerPort() {
        return rabbit.port();
    }

    @Override
    String[] brokerProperties() {
        return new String[] {
            "tidings.relay.login=" + RabbitMqNode.LOGIN, "tidings.relay.passcode=" + RabbitMqNode.PASSCODE
        };
    }
}
