import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Runs the service once while the image is built, so that the JVM can keep the classes of it, loaded and linked, and what it
 * saw of its methods: the archive from which every container starts. What is not used here is loaded from the jars later, and
 * only slower. It is thus run with Kafka and a broker, at addresses where nobody answers: their clients are the larger half
 * of the classes, and start all the same. An ephemeral namespace needs neither, and takes an update all the way, from REST to
 * a STOMP session.
 */
public final class Rehearsal {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final int PUBLICATIONS = 20;

    private static final String ARCHIVE = "tidings.aot";

    private static final String TOKEN = "a-token-for-this-rehearsal-and-nothing-else";

    private static final List<String> SERVER = List.of(
            "java",
            "-XX:Flags=jvm.flags",
            // A large builder's share would have pointers that those of a node's heap are not.
            "-Xmx400m",
            "--enable-native-access=ALL-UNNAMED",
            "-XX:AOTCacheOutput=" + ARCHIVE,
            "-jar",
            "tidings.jar",
            "--server.address=127.0.0.1",
            "--server.port=8080",
            "--logging.level.root=warn",
            "--spring.kafka.bootstrap-servers=127.0.0.1:9",
            "--tidings.relay.addresses=127.0.0.1:9",
            "--tidings.admin.token=" + TOKEN,
            "--tidings.namespaces.kept.retain=true",
            "--tidings.namespaces.rehearsal.durable=false");

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();

    private final Process server;

    private Rehearsal(Process server) {
        this.server = server;
    }

    public static void main(String[] arguments) throws Exception {
        Process server = new ProcessBuilder(SERVER).inheritIO().start();
        try {
            new Rehearsal(server).play();
            server.destroy();
            check(server.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS), "an end within " + PATIENCE);
            check(Files.exists(Path.of(ARCHIVE)), ARCHIVE);
        } finally {
            server.destroyForcibly();
        }
    }

    private void play() throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!isLive()) {
            check(server.isAlive() && System.nanoTime() < deadline, "a server that is up within " + PATIENCE);
            Thread.sleep(100);
        }
        Frames frames = new Frames();
        WebSocket socket = http.newWebSocketBuilder()
                .subprotocols("v12.stomp")
                .buildAsync(URI.create("ws://127.0.0.1:8080/ws"), frames)
                .join();
        socket.sendText("CONNECT\naccept-version:1.2\nhost:rehearsal\n\n\0", true).join();
        socket.sendText("SUBSCRIBE\nid:0\ndestination:/topic/rehearsal.#\nreceipt:0\n\n\0", true)
                .join();
        frames.await(frames.receipt);
        for (int i = 0; i < PUBLICATIONS; i++) {
            check(send(request("/api/topics/rehearsal.a").POST(HttpRequest.BodyPublishers.ofString("{}"))) == 200, "200");
        }
        frames.await(frames.messages);
        send(request("/actuator/prometheus"));
        socket.sendText("DISCONNECT\nreceipt:1\n\n\0", true).join();
    }

    private boolean isLive() throws InterruptedException {
        try {
            return send(request("/actuator/health/liveness")) == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:8080" + path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + TOKEN)
                .header("Content-Type", "application/json");
    }

    private int send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    private static void check(boolean condition, String expected) {
        if (!condition) {
            throw new IllegalStateException("rehearsal: failed (expected: " + expected + ")");
        }
    }

    /** Counts the frames that it waits for; they come one or more in a WebSocket message, of either kind. */
    private static final class Frames implements WebSocket.Listener {

        private final CountDownLatch receipt = new CountDownLatch(1);

        private final CountDownLatch messages = new CountDownLatch(PUBLICATIONS);

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
            for (String frame : text.toString().split("\0")) {
                String head = frame.stripLeading();
                if (head.startsWith("RECEIPT")) {
                    receipt.countDown();
                } else if (head.startsWith("MESSAGE")) {
                    messages.countDown();
                }
            }
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer bytes, boolean last) {
            return onText(socket, StandardCharsets.UTF_8.decode(bytes), last);
        }

        void await(CountDownLatch latch) throws InterruptedException {
            check(latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS), "frames within " + PATIENCE);
        }
    }
}
