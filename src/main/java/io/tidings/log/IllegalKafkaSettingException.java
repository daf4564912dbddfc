package io.tidings.log;

/** Kafka's clients refuse what is set for them. */
final class IllegalKafkaSettingException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    IllegalKafkaSettingException(String message, Throwable cause) {
        super(message, cause);
    }
}
