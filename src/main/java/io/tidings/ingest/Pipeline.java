package io.tidings.ingest;

import io.tidings.log.KafkaRecords;
import io.tidings.log.KafkaTopics;
import io.tidings.relay.Relay;

/** What every partition's updates go through. */
record Pipeline(
        KafkaTopics topics,
        KafkaRecords records,
        Relay relay,
        DeadLetters deadLetters,
        IngestProperties properties,
        IngestMetrics metrics) {}
