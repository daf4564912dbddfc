package io.tidings.log;

/** What keeps the updates of durable namespaces. */
public enum LogType {

    /** Kafka where {@code spring.kafka.bootstrap-servers} is set, else memory. */
    AUTO,

    KAFKA,

    MEMORY
}
