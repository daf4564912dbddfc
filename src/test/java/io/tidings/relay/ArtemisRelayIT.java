package io.tidings.relay;

import io.tidings.testing.ArtemisBroker;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class ArtemisRelayIT extends AbstractStompRelayIT {

    private static ArtemisBroker broker;

    @BeforeAll
    static void startArtemis() {
        broker = ArtemisBroker.createSecured("tidings", "for-tests-only");
    }

    @AfterAll
    static void stopArtemis() {
        broker.close();
    }

    @Override
    Properties properties(String... addresses) {
        return Properties.of(addresses).with("login", "tidings").with("passcode", "for-tests-only");
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
