package io.tidings.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.tidings.testing.Browser;
import io.tidings.testing.DeflatingClient;
import io.tidings.testing.StompClient;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

/** Compression as a real browser understands it. */
@TestPropertySource(properties = "tidings.session.deflate.enabled=true")
class DeflateBrowserIT extends AbstractEdgeIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final String SUBSCRIBE = """
            window.bodies = [];
            window.socket = new WebSocket('ws://127.0.0.1:' + arguments[0] + '/ws', 'v12.stomp');
            socket.onopen = () => socket.send('CONNECT\\naccept-version:1.2\\n\\n\\0');
            socket.onmessage = event => event.data.split('\\0').forEach(frame => {
              if (frame.includes('CONNECTED')) {
                socket.send('SUBSCRIBE\\nid:s\\nreceipt:1\\ndestination:/topic/chat.browser\\n\\n\\0');
              } else if (frame.includes('RECEIPT')) {
                window.subscribed = true;
              } else if (frame.includes('MESSAGE')) {
                bodies.push(frame.substring(frame.indexOf('\\n\\n') + 2));
              }
            });
            """;

    @Autowired
    private MeterRegistry meters;

    @Test
    void readsWhatItSharesWithOthers() throws IOException {
        try (Browser browser = Browser.start();
                DeflatingClient other = new DeflatingClient(new Socket("127.0.0.1", port()), "permessage-deflate")) {
            other.send("CONNECT", "accept-version:1.2");
            other.next();
            other.send("SUBSCRIBE", "id:s", "destination:/topic/chat.browser", "receipt:1");
            other.next();
            StompClient publisher = connect();
            publish(publisher, 0, 3);
            browser.open("http://127.0.0.1:" + port() + "/actuator/health");
            browser.run(SUBSCRIBE, port());
            await().atMost(PATIENCE)
                    .until(() ->
                            browser.run("return window.subscribed === true").equals(true));
            publish(publisher, 3, 200);

            assertThat(browser.run("return socket.extensions")).asString().startsWith("permessage-deflate");
            List<String> bodies =
                    IntStream.range(2, 200).mapToObj(DeflateBrowserIT::body).toList();
            await().atMost(PATIENCE)
                    .untilAsserted(() ->
                            assertThat(browser.run("return window.bodies")).isEqualTo(bodies));
        }
        assertThat(meters.counter("tidings.fanout.deflate.after").count())
                .isLessThan(meters.counter("tidings.fanout.deflate.before").count() / 5);
    }

    private static void publish(StompClient publisher, int from, int to) {
        for (int i = from; i < to; i++) {
            publisher.sendBody("SEND", body(i), "destination:/topic/chat.browser", "receipt:" + i);
            publisher.receipt("" + i);
        }
    }

    private static String body(int number) {
        return "{\"symbol\":\"ACME\",\"price\":101.25,\"change\":-0.5,\"volume\":" + number + '}';
    }
}
