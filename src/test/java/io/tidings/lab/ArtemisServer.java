package io.tidings.lab;

import io.tidings.testing.ArtemisBroker;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.core.env.Environment;

/** ActiveMQ Artemis inside its child process. */
final class ArtemisServer implements DisposableBean {

    private final ArtemisBroker broker;

    ArtemisServer(Environment environment) {
        broker = ArtemisBroker.create(environment.getRequiredProperty("lab.port", Integer.class));
    }

    @Override
    public void destroy() {
        broker.close();
    }
}
