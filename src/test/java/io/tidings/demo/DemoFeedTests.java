package io.tidings.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class DemoFeedTests {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private final MockProducer<String, byte[]> producer =
            new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer());

    private final Reporter ticker = new Reporter() {

        @Override
        public Duration pace() {
            return Duration.ofMillis(5);
        }

        @Override
        public Report next() {
            return new Report("tickers", "ACME", new Quote("ACME", new BigDecimal("1.20"), new BigDecimal("-0.50"), 7));
        }
    };

    private final DemoFeed feed = new DemoFeed(producer, List.of(ticker), Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void producesJsonUnderTheKeyWithTheTimeAndTheContentType() {
        feed.tell(ticker);

        ProducerRecord<String, byte[]> record = producer.history().get(0);
        assertThat(record.topic()).isEqualTo("tickers");
        assertThat(record.key()).isEqualTo("ACME");
        assertThat(record.timestamp()).isEqualTo(NOW.toEpochMilli());
        assertThat(record.headers().lastHeader("content-type").value())
                .asString()
                .isEqualTo("application/json");
        assertThat(new String(record.value(), StandardCharsets.UTF_8))
                .isEqualTo("{\"symbol\":\"ACME\",\"price\":1.20,\"change\":-0.50,\"volume\":7}");
    }

    @Test
    void keepsTellingUntilItIsClosed() {
        feed.start();
        await().until(() -> producer.history().size() > 3);

        feed.close();

        assertThat(producer.closed()).isTrue();
    }

    @Test
    void goesOnAfterKafkaDidNotTakeARecord() {
        producer.sendException = new TimeoutException("no metadata");
        feed.tell(ticker);
        producer.sendException = null;

        feed.tell(ticker);

        assertThat(producer.history()).hasSize(1);
    }
}
