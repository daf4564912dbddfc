package io.tidings.log;

import io.tidings.log.TopicInspection.Seen;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.CreateTopicsResult;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes Kafka topics, and knows those that it has just made, which brokers may not know of for a moment. */
final class TopicCreation {

    private static final Logger logger = LoggerFactory.getLogger(TopicCreation.class);

    private static final long SETTLING_NANOS = TimeUnit.SECONDS.toNanos(3);

    private static final int LEADER_RETRY_MILLIS = 20;

    private final Map<String, Made> made = new HashMap<>();

    private final Duration timeout;

    /** Lets each request take as long as the timeout. */
    TopicCreation(Duration timeout) {
        this.timeout = timeout;
    }

    /**
     * Makes topics, if no one else does at the same moment.
     *
     * @param onFailure takes the names of those that could not be made, and why
     * @throws LogUnavailableException if Kafka cannot be reached in time
     */
    void create(Admin admin, Collection<NewTopic> topics, BiConsumer<String, Throwable> onFailure) {
        CreateTopicsResult result = admin.createTopics(topics);
        for (NewTopic topic : topics) {
            String name = topic.name();
            try {
                Seen seen = new Seen(
                        result.topicId(name).get(timeout.toMillis(), TimeUnit.MILLISECONDS),
                        result.numPartitions(name).get(timeout.toMillis(), TimeUnit.MILLISECONDS));
                awaitLeaders(admin, name, seen.partitions());
                made.put(name, new Made(seen, System.nanoTime()));
                logger.atInfo().addKeyValue("topic", name).log("Made Kafka topic");
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                    onFailure.accept(name, e);
                }
            } catch (InterruptedException | TimeoutException e) {
                throw new LogUnavailableException("Kafka: " + LogFailures.rootMessage(e), e);
            }
        }
    }

    /** The topics made in the last seconds. */
    Map<String, Seen> settling() {
        made.values().removeIf(topic -> System.nanoTime() - topic.nanos() > SETTLING_NANOS);
        Map<String, Seen> settling = new HashMap<>();
        made.forEach((name, topic) -> settling.put(name, topic.seen()));
        return settling;
    }

    private record Made(Seen seen, long nanos) {}

    /**
     * Waits until each partition's leader answers. Before it does, it may refuse an idempotent producer's first batch and
     * take the second: then it takes the first no more, and the producer is stuck until its delivery timeout.
     */
    private void awaitLeaders(Admin admin, String name, int partitions)
            throws ExecutionException, InterruptedException, TimeoutException {
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        for (int i = 0; i < partitions; i++) {
            latest.put(new TopicPartition(name, i), OffsetSpec.latest());
        }
        long deadlineNanos = System.nanoTime() + timeout.toNanos();
        while (!answers(admin, latest) && System.nanoTime() < deadlineNanos) {
            TimeUnit.MILLISECONDS.sleep(LEADER_RETRY_MILLIS);
        }
    }

    private boolean answers(Admin admin, Map<TopicPartition, OffsetSpec> latest)
            throws ExecutionException, InterruptedException, TimeoutException {
        try {
            admin.listOffsets(latest).all().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return false;
            }
            throw e;
        }
    }
}
