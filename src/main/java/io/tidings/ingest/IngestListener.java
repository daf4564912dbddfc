package io.tidings.ingest;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.listener.BatchAcknowledgingConsumerAwareMessageListener;
import org.springframework.kafka.listener.BatchInterceptor;
import org.springframework.kafka.listener.CommonErrorHandler;
import org.springframework.kafka.listener.ConsumerAwareRebalanceListener;
import org.springframework.kafka.listener.ListenerUtils;
import org.springframework.kafka.listener.MessageListenerContainer;
import org.springframework.kafka.support.Acknowledgment;

/**
 * What the listener container calls, on a consumer's thread: with records, before each poll, when partitions come and go,
 * and when polling failed. Offsets are committed elsewhere, so nothing is ever acknowledged.
 */
final class IngestListener
        implements BatchAcknowledgingConsumerAwareMessageListener<byte[], byte[]>,
                BatchInterceptor<byte[], byte[]>,
                ConsumerAwareRebalanceListener,
                CommonErrorHandler {

    private static final Logger logger = LoggerFactory.getLogger(IngestListener.class);

    private final PartitionIngests partitions;

    private final IngestMetrics metrics;

    private final Duration retryDelay;

    IngestListener(PartitionIngests partitions, IngestMetrics metrics, Duration retryDelay) {
        this.partitions = partitions;
        this.metrics = metrics;
        this.retryDelay = retryDelay;
    }

    @Override
    public boolean wantsPollResult() {
        return true;
    }

    @Override
    public void onMessage(
            ConsumerRecords<byte[], byte[]> records,
            @Nullable Acknowledgment acknowledgment,
            Consumer<byte[], byte[]> consumer) {
        partitions.accept(consumer, records);
    }

    @Override
    public void onMessage(
            List<ConsumerRecord<byte[], byte[]>> records,
            @Nullable Acknowledgment acknowledgment,
            @Nullable Consumer<?, ?> consumer) {
        throw new UnsupportedOperationException("the container hands over what polling brought");
    }

    @Override
    public ConsumerRecords<byte[], byte[]> intercept(
            ConsumerRecords<byte[], byte[]> records, Consumer<byte[], byte[]> consumer) {
        return records;
    }

    /** The container calls it before each poll. */
    @Override
    public void setupThreadState(Consumer<?, ?> consumer) {
        partitions.tick(consumer);
    }

    @Override
    public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> assigned) {
        partitions.assigned(consumer, assigned);
    }

    @Override
    public void onPartitionsRevokedBeforeCommit(Consumer<?, ?> consumer, Collection<TopicPartition> revoked) {
        partitions.revoked(consumer, revoked);
    }

    @Override
    public void onPartitionsLost(Consumer<?, ?> consumer, Collection<TopicPartition> lost) {
        partitions.lost(consumer, lost);
    }

    /** Waits a little where it does not know what to do: the container polls again at once. */
    @Override
    public void handleOtherException(
            Exception thrown, Consumer<?, ?> consumer, MessageListenerContainer container, boolean batchListener) {
        if (thrown instanceof OffsetOutOfRangeException outOfRange) {
            partitions.restart(consumer, outOfRange.partitions());
            return;
        }
        if (!container.isRunning()) {
            return;
        }
        metrics.failed();
        logger.atWarn().addKeyValue("cause", String.valueOf(thrown)).log("Reading the log failed, trying again");
        try {
            ListenerUtils.stoppableSleep(container, retryDelay.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
