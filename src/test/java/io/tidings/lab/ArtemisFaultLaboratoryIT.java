package io.tidings.lab;

import java.nio.file.Path;

class ArtemisFaultLaboratoryIT extends FaultLaboratoryIT {

    ArtemisFaultLaboratoryIT() {
        super("artemis");
    }

    @Override
    LabBroker startBroker(Path folder) {
        return new ArtemisLabBroker(folder);
    }
}
