package io.tidings.probe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationListener;

/** The file that says where to ask whether this node lives, written when the actuator's port is open. */
final class LivenessFile implements ApplicationListener<WebServerInitializedEvent> {

    private static final Logger LOG = LoggerFactory.getLogger(LivenessFile.class);

    private final Path file;

    private final LivenessAddress address;

    LivenessFile(Path file, LivenessAddress address) {
        this.file = file;
        this.address = address;
    }

    @Override
    public void onApplicationEvent(WebServerInitializedEvent event) {
        WebServerApplicationContext context = event.getApplicationContext();
        int port = event.getWebServer().getPort();
        if (WebServerApplicationContext.hasServerNamespace(context, "management")) {
            write(address.onManagementPort(port));
        } else if (ManagementPortType.get(context.getEnvironment()) == ManagementPortType.SAME) {
            write(address.onPort(port));
        }
    }

    /** A node that cannot write it serves as well as any other: only the check will say that it does not know. */
    private void write(String url) {
        try {
            Files.writeString(file, url);
        } catch (IOException e) {
            LOG.atWarn()
                    .addKeyValue("file", file)
                    .setCause(e)
                    .log("The address for the health check could not be written");
        }
    }
}
