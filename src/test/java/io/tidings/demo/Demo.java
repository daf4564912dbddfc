package io.tidings.demo;

import io.tidings.TidingsApplication;
import io.tidings.testing.ArtemisBroker;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;

/**
 * The parts of the demo: Kafka, Artemis, the application and the feed, started in this order and stopped in the reverse
 * one, each only when what needs it has gone.
 */
final class Demo implements AutoCloseable {

    private static final int KAFKA_PORT = 9092;

    private static final int STOMP_PORT = 61613;

    private static final long SEED = 2026;

    private final Deque<AutoCloseable> running = new ConcurrentLinkedDeque<>();

    /** Starts everything and says where it is. */
    String start(String... args) {
        DemoKafka kafka = run(DemoKafka.start(Ports.prefer(KAFKA_PORT)));
        ArtemisBroker artemis = run(ArtemisBroker.create(Ports.prefer(STOMP_PORT)));
        ConfigurableApplicationContext context = run(application(kafka, artemis).run(args));
        run(DemoFeed.to(kafka.bootstrapServers(), Newsmakers.seeded(SEED))).start();
        String port = context.getEnvironment().getProperty("local.server.port", "8080");
        return new Summary("localhost:" + port, kafka.bootstrapServers(), artemis.address()).text();
    }

    @Override
    public void close() {
        for (AutoCloseable part = running.pollLast(); part != null; part = running.pollLast()) {
            try {
                part.close();
            } catch (Exception e) {
                System.err.println("Could not stop " + part + ": " + e);
            }
        }
    }

    private <T extends AutoCloseable> T run(T part) {
        running.addLast(part);
        return part;
    }

    private static SpringApplication application(DemoKafka kafka, ArtemisBroker artemis) {
        SpringApplication application = new SpringApplication(TidingsApplication.class);
        application.setMainApplicationClass(TidingsApplication.class);
        // Spring's own hook would run beside ours and close the application while the feed still speaks.
        application.setRegisterShutdownHook(false);
        MapPropertySource fixed =
                new MapPropertySource("demo", DemoProperties.fixed(kafka.bootstrapServers(), artemis.address()));
        application.addInitializers(
                context -> context.getEnvironment().getPropertySources().addFirst(fixed));
        return application;
    }
}
