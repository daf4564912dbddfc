package io.tidings.admin;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidings.publish.FakePublishing;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;

/** The admin API on its real server, asked by a client that keeps to no rules. */
class AdminApiIT {

    private static final int TIMEOUT_MILLIS = 10_000;

    private static final String HEAD = "Host: localhost\r\nAuthorization: Bearer " + AdminApi.TOKEN + "\r\n";

    private static ConfigurableApplicationContext context;

    private FakePublishing publishing;

    @BeforeAll
    static void start() {
        context = new SpringApplicationBuilder(Server.class)
                .web(WebApplicationType.REACTIVE)
                .run("--server.port=0", "--server.address=127.0.0.1");
    }

    @AfterAll
    static void stop() {
        context.close();
    }

    @BeforeEach
    void forget() {
        publishing = context.getBean(FakePublishing.class);
        publishing.appended().clear();
    }

    @Test
    void publishes() throws IOException {
        assertThat(ask("POST /api/topics/scores.x HTTP/1.1\r\n" + HEAD + "Content-Length: 2\r\n\r\n{}"))
                .startsWith("HTTP/1.1 200 ")
                .contains("\"position\":\"scores-3.9f2c01ab@1841\"");
        assertThat(publishing.appended()).hasSize(1);
        assertThat(publishing.appended().get(0).contentType()).isNull();
    }

    @Test
    void answersAStreamWithoutEndOnceItPassesTheLimit() throws IOException {
        try (Socket socket = connect()) {
            OutputStream out = socket.getOutputStream();
            out.write(("POST /api/topics/scores.x HTTP/1.1\r\n" + HEAD + "Transfer-Encoding: chunked\r\n\r\n")
                    .getBytes(ISO_8859_1));
            byte[] chunk = ("3e8\r\n" + "x".repeat(1_000) + "\r\n").getBytes(ISO_8859_1);
            for (int sent = 0; sent <= AdminApi.MAX_BODY; sent += 1_000) {
                out.write(chunk);
            }
            out.flush();
            assertThat(response(socket)).startsWith("HTTP/1.1 413 ").contains("application/problem+json");
        }
        assertThat(publishing.appended()).isEmpty();
    }

    @Test
    void answersBeforeTheBodyWhereItsDeclaredLengthIsTooMuch() throws IOException {
        assertThat(ask("POST /api/topics/scores.x HTTP/1.1\r\n" + HEAD + "Content-Length: 9000000000\r\n\r\n"))
                .startsWith("HTTP/1.1 413 ");
    }

    @Test
    void givesUpOnABodyThatDoesNotArrive() throws IOException {
        assertThat(ask("POST /api/topics/scores.x HTTP/1.1\r\n" + HEAD + "Content-Length: 5\r\n\r\n{"))
                .startsWith("HTTP/1.1 408 ");
        assertThat(publishing.appended()).isEmpty();
    }

    @Test
    void asksForTheTokenBeforeTheBody() throws IOException {
        assertThat(ask("POST /api/topics/scores.x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\n"))
                .startsWith("HTTP/1.1 401 ")
                .contains("Bearer realm=\"tidings\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /api/topics/scores.%zz HTTP/1.1",
                "POST /api/topics/scores.% HTTP/1.1",
                "POST /api/topics/scores.\u0001 HTTP/1.1",
                "POST /api/topics/scores.x y HTTP/1.1",
                "POST /api/topics/scores.[x] HTTP/1.1",
            })
    void refusesRequestLinesThatAreNone(String line) throws IOException {
        assertThat(ask(line + "\r\n" + HEAD + "Content-Length: 0\r\n\r\n")).startsWith("HTTP/1.1 400 ");
        assertThat(publishing.appended()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST //api/topics/scores.x HTTP/1.1",
                "POST /x/../api/topics/scores.x HTTP/1.1",
                "POST /%2e/api/topics/scores.x HTTP/1.1",
                "POST /%2Fapi/topics/scores.x HTTP/1.1",
                "POST /API/topics/scores.x HTTP/1.1",
                "POST http://localhost//api/topics/scores.x HTTP/1.1",
                "POST api/topics/scores.x HTTP/1.1",
            })
    void opensNoWayAroundTheToken(String line) throws IOException {
        assertThat(ask(line + "\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n"))
                .startsWith("HTTP/1.1 4");
        assertThat(publishing.appended()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\rreceipt:1", "a\0b"})
    void passesNoHeaderThatWouldBreakOutOfItsLine(String value) throws IOException {
        assertThat(ask("POST /api/topics/scores.x HTTP/1.1\r\n" + HEAD + "X-Trace: " + value
                        + "\r\nContent-Length: 0\r\n\r\n"))
                .startsWith("HTTP/1.1 400 ");
        assertThat(publishing.appended()).isEmpty();
    }

    private static String ask(String request) throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(request.getBytes(ISO_8859_1));
            return response(socket);
        }
    }

    private static Socket connect() throws IOException {
        Socket socket =
                new Socket("127.0.0.1", context.getEnvironment().getRequiredProperty("local.server.port", int.class));
        socket.setSoTimeout(TIMEOUT_MILLIS);
        return socket;
    }

    /** The head of the response and what has come of its body with it. */
    private static String response(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder response = new StringBuilder();
        byte[] buffer = new byte[8 * 1024];
        int read = in.read(buffer);
        while (read >= 0) {
            response.append(new String(buffer, 0, read, ISO_8859_1));
            if (response.indexOf("\r\n\r\n") >= 0) {
                return response.toString();
            }
            read = in.read(buffer);
        }
        return response.toString();
    }

    @EnableAutoConfiguration
    @Import(AdminApi.class)
    static class Server {}
}
