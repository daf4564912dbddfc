package io.tidings.demo;

import io.tidings.testing.QuietLogs;
import org.slf4j.Logger;

/**
 * Runs the service with a real Kafka, a real Artemis and a feed that moves, all in this process: what
 * {@code spring-boot:test-run} starts, for it is the only main class among the tests.
 */
public final class DemoApplication {

    private DemoApplication() {}

    /** Takes the application's own arguments, for example {@code --server.port=8081}. */
    public static void main(String[] args) {
        QuietLogs.of(Logger.ROOT_LOGGER_NAME);
        DemoProperties.quiet().forEach(System::setProperty);
        Demo demo = new Demo();
        Runtime.getRuntime().addShutdownHook(new Thread(demo::close, "demo-stop"));
        try {
            System.out.println(demo.start(args));
        } catch (RuntimeException e) {
            demo.close();
            throw e;
        }
    }
}
