package io.tidings.lab;

import java.nio.file.Path;

class RabbitMqFaultLaboratoryIT extends FaultLaboratoryIT {

    RabbitMqFaultLaboratoryIT() {
        super("rabbitmq");
    }

    @Override
    LabBroker startBroker(Path folder) {
        return new RabbitMqLabBroker();
    }
}
