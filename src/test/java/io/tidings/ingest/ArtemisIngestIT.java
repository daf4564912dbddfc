package io.tidings.ingest;

import io.tidings.testing.ArtemisBroker;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class ArtemisIngestIT extends AbstractIngestBrokerIT {

    private static ArtemisBroker artemis;

    @BeforeAll
    static void startBroker() {
        artemis = ArtemisBroker.create();
    }

    @AfterAll
    static void stopBroker() {
        artemis.close();
    }

    @Override
    int brokerPort() {
        return artemis.port();
    }

    @Override
    String[] brokerProperties() {
        return new String[0];
    }
}
