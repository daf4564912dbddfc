package io.tidings.session;

import static io.tidings.testing.StompClient.frame;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tidings.testing.StompClient;
import io.tidings.testing.StompClient.Frame;
import java.net.URI;
import java.net.http.HttpClient;
import java.security.Principal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.messaging.handler.annotation.MessageMapping;
import org.springframework.messaging.handler.annotation.SendTo;
import org.springframework.messaging.simp.SimpMessagingTemplate;
import org.springframework.messaging.simp.annotation.SendToUser;
import org.springframework.messaging.simp.annotation.SubscribeMapping;
import org.springframework.messaging.support.MessageBuilder;
import org.springframework.stereotype.Controller;
import org.springframework.web.server.WebFilter;

/** Spring's own programming model on this edge: the template, {@code @MessageMapping} and user destinations. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "tidings.namespaces.chat.publish=anyone",
            "tidings.namespaces.chat.subscribe=anyone",
            "tidings.session.limits.publications=2000",
            "tidings.session.limits.frame-rate=0"
        })
class ApplicationMessagesIT {

    @LocalServerPort
    private int port;

    @Autowired
    private SimpMessagingTemplate template;

    @Autowired
    private Echo echo;

    private final List<StompClient> clients = new ArrayList<>();

    @BeforeEach
    void forget() {
        echo.seen.clear();
    }

    @AfterEach
    void close() {
        clients.forEach(StompClient::close);
    }

    @Test
    void templateSendsToATopic() {
        StompClient client = connect("ann");
        client.subscribe("1", "/topic/chat.template.#");

        template.convertAndSend("/topic/chat.template.text", "plain");
        template.convertAndSend("/topic/chat.template.json", new Score(3));

        Frame text = client.message();
        assertThat(text.text()).isEqualTo("plain");
        assertThat(text.header("content-type")).startsWith("text/plain");
        Frame json = client.message();
        assertThat(json.text()).isEqualTo("{\"home\":3}");
        assertThat(json.header("content-type")).isEqualTo("application/json");
        assertThat(json.header("message-id")).startsWith("chat-");
    }

    @Test
    void templateSendsToAUserAlone() {
        StompClient ann = connect("ann/1.");
        StompClient bob = connect("bob");
        ann.subscribe("1", "/user/queue/chat.inbox");
        bob.subscribe("1", "/user/queue/chat.inbox");
        bob.subscribe("2", "/topic/chat.inbox.#");

        template.convertAndSendToUser("ann/1.", "/queue/chat.inbox", "for ann");
        template.convertAndSendToUser("bob", "/queue/chat.inbox", "for bob");

        Frame forAnn = ann.message();
        assertThat(forAnn.text()).isEqualTo("for ann");
        assertThat(forAnn.header("destination")).isEqualTo("/user/queue/chat.inbox");
        assertThat(bob.message().text()).isEqualTo("for bob");
        assertThat(bob.messages()).isEmpty();
    }

    @Test
    void templateRefusesWhatCannotBePublished() {
        assertThatThrownBy(() -> template.convertAndSend("/topic/chat..wrong", "x"))
                .hasStackTraceContaining("no empty segment");
        assertThatThrownBy(() -> template.send(
                        "/topic/chat.bytes",
                        MessageBuilder.withPayload("no bytes").build()))
                .hasStackTraceContaining("payload");
    }

    @Test
    void methodAnswersToATopicAndConfirms() {
        StompClient client = connect("ann");
        client.subscribe("1", "/topic/chat.echo", "snapshot:false");
        client.sendBody("SEND", "hello", "destination:/app/echo", "receipt:r");

        assertThat(client.receipt("r").headers()).containsEntry("receipt-id", "r");
        assertThat(client.message().text()).isEqualTo("ann: hello");
    }

    @Test
    void methodAnswersToItsUser() {
        StompClient client = connect("ann");
        client.subscribe("1", "/user/queue/chat.whisper");
        client.sendBody("SEND", "hello", "destination:/app/whisper");

        assertThat(client.message().text()).isEqualTo("whispered hello");
    }

    @Test
    void methodAnswersASubscription() {
        StompClient client = connect("ann");
        client.send("SUBSCRIBE", "id:1", "destination:/app/greeting");

        assertThat(client.message().text()).isEqualTo("welcome ann");
    }

    @Test
    void endsASubscriptionThatAMethodAnswered() {
        StompClient client = connect("ann");
        client.send("SUBSCRIBE", "id:1", "destination:/app/greeting");
        client.message();
        client.send("UNSUBSCRIBE", "id:1", "receipt:r");
        client.receipt("r");

        client.send("SUBSCRIBE", "id:1", "destination:/app/greeting");
        client.message();
        client.send("SUBSCRIBE", "id:1", "destination:/app/greeting");
        assertThat(client.next().header("message")).contains("not that of another subscription");
    }

    @Test
    void handlesFramesThatNameAMethodsDestinationForNothing() {
        StompClient client = connect("ann");
        client.send("BEGIN", "transaction:t", "destination:/app/echo", "receipt:begin");
        client.receipt("begin");
        client.send("DISCONNECT", "destination:/app/echo", "receipt:end");
        client.receipt("end");

        assertThat(client.closed().code()).isEqualTo(1000);
    }

    @Test
    void methodSeesNothingThatFollowsARefusedFrame() throws Exception {
        StompClient client = connect("ann");
        client.sendText(frame("SUBSCRIBE", "", "id:1", "destination:/queue/none")
                + frame("SEND", "after ERROR", "destination:/app/echo"));
        client.closed();

        assertSawNothing();
    }

    @Test
    void methodSeesNothingThatFollowsDisconnect() throws Exception {
        StompClient client = connect("ann");
        client.sendText(
                frame("DISCONNECT", "", "receipt:1") + frame("SEND", "after DISCONNECT", "destination:/app/echo"));
        client.closed();

        assertSawNothing();
    }

    @Test
    void confirmsDisconnectAfterWhatCameBefore() {
        StompClient client = connect("ann");
        client.sendText(frame("SEND", "last words", "destination:/app/slow", "receipt:1")
                + frame("DISCONNECT", "", "receipt:2"));

        client.receipt("1");
        client.receipt("2");
        assertThat(echo.seen).containsExactly("last words");
    }

    @Test
    void refusesMoreThanItsMethodsCanTakeAndRunsNoneOnTheEventLoop() throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        echo.busy = busy;
        StompClient client = connect("ann");
        for (int i = 0; i < 1_010; i++) {
            client.sendBody("SEND", "x", "destination:/app/busy");
        }
        Frame error = client.next();
        busy.countDown();

        assertThat(error.header("message")).contains("too many messages wait");
        // One at work and a full queue: what is left of it would run into the next test.
        await().atMost(Duration.ofSeconds(20)).until(() -> echo.seen.size() == 1_001);
        assertThat(echo.seen).noneMatch(thread -> thread.startsWith("edge"));
    }

    /** What another session sends now is seen; nothing was before it. */
    private void assertSawNothing() throws Exception {
        StompClient other = connect("bob");
        other.sendBody("SEND", "later", "destination:/app/echo", "receipt:r");
        other.receipt("r");

        assertThat(echo.seen).containsExactly("later");
    }

    private StompClient connect(String user) {
        URI uri = URI.create("ws://127.0.0.1:" + port + "/ws?user=" + user);
        StompClient client = StompClient.open(HttpClient.newHttpClient(), uri, "v12.stomp");
        clients.add(client);
        return client.connect();
    }

    @TestConfiguration
    static class EchoConfiguration {

        @Bean
        Echo echo() {
            return new Echo();
        }

        /** Stands for a login. */
        @Bean
        WebFilter login() {
            return (exchange, chain) -> {
                String user = exchange.getRequest().getQueryParams().getFirst("user");
                Principal principal = () -> user;
                return chain.filter(exchange.mutate()
                        .principal(reactor.core.publisher.Mono.just(principal))
                        .build());
            };
        }
    }

    record Score(int home) {}

    /** On an interface, the annotation does not get its class found by other tests' component scan. */
    @Controller
    interface Application {}

    static class Echo implements Application {

        private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

        private volatile CountDownLatch busy = new CountDownLatch(0);

        @MessageMapping("/echo")
        @SendTo("/topic/chat.echo")
        String echo(String text, Principal user) {
            seen.add(text);
            return user.getName() + ": " + text;
        }

        @MessageMapping("/slow")
        void slow(String text) {
            // The frame that follows has all the time to overtake this one.
            LockSupport.parkNanos(Duration.ofMillis(300).toNanos());
            seen.add(text);
        }

        @MessageMapping("/busy")
        void busy(String text) throws InterruptedException {
            busy.await(20, TimeUnit.SECONDS);
            seen.add(Thread.currentThread().getName());
        }

        @MessageMapping("/whisper")
        @SendToUser("/queue/chat.whisper")
        String whisper(String text) {
            return "whispered " + text;
        }

        @SubscribeMapping("/greeting")
        String greet(Principal user) {
            return "welcome " + user.getName();
        }
    }
}
