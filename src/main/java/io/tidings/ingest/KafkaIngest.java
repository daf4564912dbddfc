package io.tidings.ingest;

import io.tidings.log.KafkaClients;
import io.tidings.topic.Namespace;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.ContainerProperties;

/**
 * Reads the Kafka topics of all durable namespaces, as one member of the service's consumer group. It subscribes to those
 * topics that are there, and anew when others come or one goes: a consumer that waits for a missing topic complains of it
 * all the time.
 */
final class KafkaIngest implements SmartLifecycle {

    /** The last to start and the first to stop: other nodes take the partitions while this one still serves its sessions. */
    static final int PHASE = Integer.MAX_VALUE;

    private static final Logger logger = LoggerFactory.getLogger(KafkaIngest.class);

    private static final Duration POLL = Duration.ofMillis(50);

    private static final Duration LOOK = Duration.ofMillis(250);

    private static final Duration AUTHORIZATION_RETRY = Duration.ofSeconds(10);

    /** New partitions are found this soon. */
    private static final int METADATA_AGE_MILLIS = 2_000;

    /** Signs of life are this many times as frequent as they need be. */
    private static final int HEART_BEATS = 3;

    /** Their answers also tell that another node has left, and that its partitions are to be had. */
    private static final int HEART_BEAT_MILLIS = 500;

    private static final int STOP_MARGIN_MILLIS = 1_000;

    private final Map<String, Namespace> namespaces;

    private final Pipeline pipeline;

    private final PartitionIngests partitions;

    private final IngestListener listener;

    private final ConsumerFactory<byte[], byte[]> consumers;

    private @Nullable ConcurrentMessageListenerContainer<byte[], byte[]> container;

    /** Null until topics have been seen for the first time. */
    private @Nullable Set<String> subscribed;

    private @Nullable ScheduledThreadPoolExecutor supervisor;

    /** Whether the last look failed; the supervisor's. */
    private boolean failing;

    /** Reads the Kafka topics that feed these namespaces, by Kafka topic. */
    KafkaIngest(Map<String, Namespace> namespaces, Pipeline pipeline, KafkaClients clients) {
        this.namespaces = namespaces;
        this.pipeline = pipeline;
        this.partitions = new PartitionIngests(namespaces, pipeline);
        this.listener = new IngestListener(
                partitions, pipeline.metrics(), pipeline.properties().batches().retryDelay());
        this.consumers = clients.consumers(settings(pipeline.properties()));
    }

    private static Map<String, Object> settings(IngestProperties properties) {
        IngestProperties.Consumer consumer = properties.consumer();
        int sessionMillis = Math.toIntExact(consumer.sessionTimeout().toMillis());
        return Map.of(
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "none",
                ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                CooperativeStickyAssignor.class.getName(),
                ConsumerConfig.METADATA_MAX_AGE_CONFIG,
                METADATA_AGE_MILLIS,
                ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
                sessionMillis,
                ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG,
                Math.max(1, Math.min(HEART_BEAT_MILLIS, sessionMillis / HEART_BEATS)),
                ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG,
                Math.toIntExact(consumer.maxPollInterval().toMillis()),
                ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                Math.toIntExact(consumer.requestTimeout().toMillis()),
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                properties.batches().maxPoll());
    }

    @Override
    public synchronized void start() {
        if (supervisor == null) {
            supervisor = new ScheduledThreadPoolExecutor(1, KafkaIngest::newThread);
            ScheduledFuture<?> unused =
                    supervisor.scheduleWithFixedDelay(this::lookSafely, 0, LOOK.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public synchronized void stop() {
        if (supervisor != null) {
            supervisor.shutdownNow();
            supervisor = null;
            stopContainer();
            subscribed = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return supervisor != null;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }

    /** On the supervisor's thread, which what fails must not end. */
    private void lookSafely() {
        try {
            look();
            failing = false;
        } catch (RuntimeException e) {
            pipeline.metrics().failed();
            if (!failing) {
                failing = true;
                logger.atError().setCause(e).log("Ingest could not begin to read, trying again");
            }
        }
    }

    private synchronized void look() {
        if (supervisor != null && container != null && !container.isInExpectedState()) {
            logger.atError().addKeyValue("topics", subscribed).log("A consumer of ingest has ended, beginning again");
            pipeline.metrics().failed();
            stopContainer();
            subscribed = null;
        }
        Set<String> present = new TreeSet<>(pipeline.topics().present());
        present.retainAll(namespaces.keySet());
        if (supervisor == null || present.equals(subscribed) || (subscribed == null && present.isEmpty())) {
            return;
        }
        if (subscribed != null) {
            partitions.appeared(difference(present, subscribed));
        }
        stopContainer();
        if (!present.isEmpty()) {
            container = newContainer(present);
            container.start();
        }
        subscribed = present;
        logger.atInfo().addKeyValue("topics", present).log("Ingest reads");
    }

    private void stopContainer() {
        if (container != null) {
            container.stop();
            container = null;
            partitions.clear();
        }
    }

    private static Set<String> difference(Set<String> all, Set<String> without) {
        Set<String> rest = new TreeSet<>(all);
        rest.removeAll(without);
        return rest;
    }

    private ConcurrentMessageListenerContainer<byte[], byte[]> newContainer(Set<String> topics) {
        IngestProperties properties = pipeline.properties();
        ContainerProperties settings = new ContainerProperties(topics.toArray(String[]::new));
        settings.setGroupId(properties.group());
        settings.setMessageListener(listener);
        settings.setConsumerRebalanceListener(listener);
        settings.setAckMode(ContainerProperties.AckMode.MANUAL);
        settings.setSubBatchPerPartition(false);
        settings.setPollTimeout(POLL.toMillis());
        settings.setAuthExceptionRetryInterval(AUTHORIZATION_RETRY);
        settings.setShutdownTimeout(properties.batches().stopTimeout().toMillis() + STOP_MARGIN_MILLIS);
        SimpleAsyncTaskExecutor threads = new SimpleAsyncTaskExecutor("ingest-");
        threads.setDaemon(true);
        settings.setListenerTaskExecutor(threads);
        ConcurrentMessageListenerContainer<byte[], byte[]> made =
                new ConcurrentMessageListenerContainer<>(consumers, settings);
        made.setBeanName("ingest");
        made.setConcurrency(properties.concurrency());
        made.setBatchInterceptor(listener);
        made.setCommonErrorHandler(listener);
        return made;
    }

    private static Thread newThread(Runnable task) {
        Thread thread = new Thread(task, "ingest-supervisor");
        thread.setDaemon(true);
        return thread;
    }
}
