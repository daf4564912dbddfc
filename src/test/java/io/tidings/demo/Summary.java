package io.tidings.demo;

/**
 * What the console says when all is up.
 *
 * @param address where the application serves, {@code host:port}
 * @param bootstrapServers where Kafka is
 * @param stompAddress where the broker is
 */
record Summary(String address, String bootstrapServers, String stompAddress) {

    private static final String TEXT = """

              Tidings is up:  http://ADDRESS/

              Subscribe   ws://ADDRESS/ws  (STOMP)  /topic/scores.#  /topic/tickers.ACME  /topic/news.#
              Produce     Kafka at KAFKA, topics scores, tickers, news, chat; key = rest of the topic's name
              Publish     curl http://ADDRESS/api/topics/news.hello \\
                            -H 'Authorization: Bearer TOKEN' \\
                            -H 'Content-Type: application/json' \\
                            -d '{"headline":"Hello, everybody","source":"Me"}'
              Broker      Artemis, STOMP at STOMP_ADDRESS
              Stop        Ctrl-C
            """;

    String text() {
        return TEXT.replace("STOMP_ADDRESS", stompAddress)
                .replace("ADDRESS", address)
                .replace("KAFKA", bootstrapServers)
                .replace("TOKEN", DemoProperties.ADMIN_TOKEN);
    }
}
