package io.tidings.fanout;

import io.tidings.topic.LogId;
import io.tidings.topic.Position;
import io.tidings.topic.Topic;
import io.tidings.topic.Update;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Updates to try the fan-out with. */
final class Updates {

    static final LogId LOG = new LogId("scores", 3, "9f2c01ab");

    private Updates() {}

    static Update update(String topic, long offset, String body) {
        return update(topic, offset, body.getBytes(StandardCharsets.UTF_8));
    }

    static Update update(String topic, long offset, byte[] body) {
        return new Update(
                new Topic(topic), new Position(LOG, offset), 1_700_000_000_000L, "text/plain", Map.of(), body);
    }
}
