package io.tidings.admin;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tidings.access.AccessControl;
import io.tidings.access.AccessControls;
import io.tidings.access.AdminToken;
import io.tidings.access.AdminTokens;
import io.tidings.access.Security;
import io.tidings.publish.FakePublishing;
import io.tidings.publish.PublicationHeaders;
import io.tidings.publish.Publisher;
import io.tidings.replica.Replica;
import io.tidings.replica.RunningReplica;
import io.tidings.topic.AccessRule;
import io.tidings.topic.LogId;
import io.tidings.topic.Namespace;
import io.tidings.topic.Namespace.Access;
import io.tidings.topic.Namespaces;
import io.tidings.topic.Policy;
import io.tidings.topic.Position;
import io.tidings.topic.Published;
import io.tidings.topic.Topic;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.util.unit.DataSize;

/** The admin API over fake publishing. Without a stereotype, so that no scan of the test classes finds it. */
@Import({
    Security.class,
    AdminConfiguration.class,
    OperatorPublisher.class,
    PublishController.class,
    BatchController.class,
    LastValueController.class
})
class AdminApi {

    static final String TOKEN = "correct-horse-battery-staple";

    static final int MAX_BODY = 100_000;

    static final CompletableFuture<Published> SAFE = CompletableFuture.completedFuture(
            new Published(new Topic("scores.x"), new Position(new LogId("scores", 3, "9f2c01ab"), 1841), 77));

    @Bean
    FakePublishing publishing() {
        FakePublishing publishing = new FakePublishing();
        publishing.answer(SAFE);
        return publishing;
    }

    @Bean
    Publisher publisher(FakePublishing publishing, Namespaces namespaces) {
        return publishing.publisher(namespaces);
    }

    @Bean
    PublicationHeaders publicationHeaders(FakePublishing publishing) {
        return publishing.headers("x-trace");
    }

    @Bean
    Namespaces namespaces() {
        Policy.History history = new Policy.History(1, Duration.ZERO);
        Policy policy = new Policy(true, true, history, 10, MAX_BODY);
        Policy last = new Policy(true, true, new Policy.History(0, Duration.ZERO), 10, MAX_BODY);
        Policy ephemeral = new Policy(false, false, new Policy.History(0, Duration.ZERO), 10, MAX_BODY);
        return new Namespaces(
                List.of(
                        Namespace.of("scores", policy, Access.DEFAULT),
                        Namespace.of("members", last, subscribe("authenticated")),
                        Namespace.of("staff", last, subscribe("scope:staff")),
                        Namespace.of("closed", last, subscribe("nobody")),
                        Namespace.of("asked", last, subscribe("authorizer")),
                        Namespace.of("cursors", ephemeral, Access.DEFAULT)),
                null);
    }

    @Bean
    RunningReplica runningReplica(Namespaces namespaces) {
        return new RunningReplica(namespaces);
    }

    @Bean
    Replica replica(RunningReplica running) {
        return running.replica();
    }

    @Bean
    AccessControl accessControl(MeterRegistry registry) {
        return AccessControls.of(registry);
    }

    @Bean
    AdminToken adminToken() {
        return AdminTokens.of(TOKEN);
    }

    @Bean
    AdminProperties adminProperties() {
        return properties(Duration.ofMillis(200), Duration.ofSeconds(7));
    }

    @Bean
    SimpleMeterRegistry registry() {
        return new SimpleMeterRegistry();
    }

    static AdminProperties properties(Duration readTimeout, Duration retryAfter) {
        return new AdminProperties(
                readTimeout, retryAfter, Duration.ofSeconds(1), 4, DataSize.ofKilobytes(100), 3, DataSize.ofBytes(100));
    }

    private static Access subscribe(String rule) {
        return new Access(AccessRule.parse(rule), AccessRule.NOBODY);
    }
}
