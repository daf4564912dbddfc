package io.tidings.log;

import io.tidings.topic.Namespace;
import io.tidings.topic.Namespaces;
import io.tidings.topic.Policy;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import javax.security.auth.login.LoginException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.ProducerFactory;

/**
 * Kafka clients as the log and ingest need them: what {@code spring.kafka} says, with bytes in and out, every wait bounded
 * by {@code tidings.log.request-timeout}, and what safety and order rest on fixed.
 */
public final class KafkaClients {

    /** What a record and its batch need beside the body: names, headers, framing. */
    static final int RECORD_OVERHEAD_BYTES = 64 * 1024;

    private static final int CLOSE_TIMEOUT_SECONDS = 1;

    /** How Kafka's clients begin to say it: there is no exception of its own for it. */
    private static final String UNRESOLVED = "No resolvable bootstrap urls";

    private final KafkaAdmin admin;

    private final ProducerFactory<?, ?> producers;

    private final ConsumerFactory<?, ?> consumers;

    private final Namespaces namespaces;

    private final int requestTimeoutMillis;

    /** Takes the settings from the beans that Boot made of {@code spring.kafka} and the connection's details. */
    public KafkaClients(
            KafkaAdmin admin,
            ProducerFactory<?, ?> producers,
            ConsumerFactory<?, ?> consumers,
            Namespaces namespaces,
            LogProperties properties) {
        this.admin = admin;
        this.producers = producers;
        this.consumers = consumers;
        this.namespaces = namespaces;
        this.requestTimeoutMillis = Math.toIntExact(properties.requestTimeout().toMillis());
    }

    /**
     * Makes a client once, for a setting that Kafka's clients refuse never gets better. That no address can be resolved may
     * pass, and so may what keeps a client from logging in somewhere: these are tried again by whoever needs Kafka.
     *
     * @throws IllegalKafkaSettingException if they refuse one
     */
    void check() {
        try {
            admin().close(Duration.ZERO);
        } catch (KafkaException e) {
            if (!mayPass(e)) {
                String reason = NestedExceptionUtils.getMostSpecificCause(e).getMessage();
                throw new IllegalKafkaSettingException("spring.kafka: " + reason, e);
            }
        }
    }

    private static boolean mayPass(KafkaException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof LoginException
                    || (cause instanceof IOException
                            && !(cause instanceof FileSystemException || cause instanceof FileNotFoundException))
                    || (cause instanceof ConfigException
                            && String.valueOf(cause.getMessage()).startsWith(UNRESOLVED))) {
                return true;
            }
        }
        return false;
    }

    /** A new admin client. */
    Admin admin() {
        Map<String, Object> settings = new HashMap<>(admin.getConfigurationProperties());
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, requestTimeoutMillis);
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, requestTimeoutMillis);
        return Admin.create(settings);
    }

    /** Makes producers whose records are safe once acknowledged, in order, and not doubled by retries. */
    public DefaultKafkaProducerFactory<byte[], byte[]> producers() {
        Map<String, Object> settings = new HashMap<>(producers.getConfigurationProperties());
        settings.remove(ProducerConfig.TRANSACTIONAL_ID_CONFIG);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, requestTimeoutMillis / 2);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, requestTimeoutMillis);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, requestTimeoutMillis);
        settings.merge(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, maxRequestBytes(), KafkaClients::larger);
        DefaultKafkaProducerFactory<byte[], byte[]> factory =
                new DefaultKafkaProducerFactory<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        factory.setPhysicalCloseTimeout(CLOSE_TIMEOUT_SECONDS);
        return factory;
    }

    /** Makes consumers that read what is committed, belong to no group and commit nothing by themselves. */
    public ConsumerFactory<byte[], byte[]> consumers(Map<String, Object> overrides) {
        Map<String, Object> settings = new HashMap<>(consumers.getConfigurationProperties());
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        settings.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "classic");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, requestTimeoutMillis);
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, requestTimeoutMillis);
        settings.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 1);
        settings.putAll(overrides);
        return new DefaultKafkaConsumerFactory<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** The longest body of any namespace and its record fit. */
    private int maxRequestBytes() {
        int longestBody = namespaces.all().stream()
                .map(Namespace::policy)
                .mapToInt(Policy::maxBodyBytes)
                .max()
                .orElse(0);
        return Math.addExact(Math.max(longestBody, Policy.DEFAULT.maxBodyBytes()), RECORD_OVERHEAD_BYTES);
    }

    private static Object larger(Object configured, Object needed) {
        return Math.max(Integer.parseInt(configured.toString()), (Integer) needed);
    }
}
