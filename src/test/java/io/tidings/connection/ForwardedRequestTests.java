package io.tidings.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What comes through a proxy at 10.0.0.1, one of those in 10.0.0.0/8 that are trusted. */
class ForwardedRequestTests {

    private static final TrustedProxies TRUSTED = new TrustedProxies(List.of("10.0.0.0/8", "fd00::/8"));

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # X-Forwarded-For             | client        | malformed
            192.0.2.1                     | 192.0.2.1     | false
            192.0.2.1:4711                | 192.0.2.1     | false
            2001:db8::1                   | 2001:db8::1   | false
            [2001:db8::1]                 | 2001:db8::1   | false
            [2001:db8::1]:4711            | 2001:db8::1   | false
            192.0.2.9, 192.0.2.1          | 192.0.2.1     | false
            192.0.2.1, 10.0.0.7           | 192.0.2.1     | false
            192.0.2.1,10.0.0.7 , fd00::7  | 192.0.2.1     | false
            garbage, 192.0.2.1            | 192.0.2.1     | false
            192.0.2.1, 192.0.2.2, 10.0.0.7| 192.0.2.2     | false
            10.0.0.8, 10.0.0.7            | 10.0.0.8      | false
            192.0.2.1, garbage            | 10.0.0.1      | true
            192.0.2.1, garbage, 10.0.0.7  | 10.0.0.7      | true
            192.0.2.1,                    | 10.0.0.1      | true
            ,                             | 10.0.0.1      | true
            unknown                       | 10.0.0.1      | true
            _hidden                       | 10.0.0.1      | true
            localhost                     | 10.0.0.1      | true
            example.com                   | 10.0.0.1      | true
            192.0.2.1:port                | 10.0.0.1      | true
            192.0.2.256                   | 10.0.0.1      | true
            192.0.2                       | 10.0.0.1      | true
            3221225985                    | 10.0.0.1      | true
            0xC0000201                    | 10.0.0.1      | true
            fe80::1%eth0                  | 10.0.0.1      | true
            [2001:db8::1                  | 10.0.0.1      | true
            ::ffff:192.0.2.1              | 192.0.2.1     | false
            192.0.2.1 192.0.2.2           | 10.0.0.1      | true
            """)
    void takesTheNearestAddressThatIsNoProxy(String value, String client, boolean malformed) throws Exception {
        ForwardedRequest read = x("X-Forwarded-For", value);

        assertThat(read.client()).isEqualTo(InetAddress.getByName(client));
        assertThat(read.malformed()).isEqualTo(malformed);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
            # Forwarded                                              | client        | malformed
            for=192.0.2.1                                            | 192.0.2.1     | false
            For="[2001:db8::1]:4711"                                 | 2001:db8::1   | false
            for="192.0.2.1:4711";proto=https;by=10.0.0.1             | 192.0.2.1     | false
            for=192.0.2.9, for=192.0.2.1 , for=10.0.0.7              | 192.0.2.1     | false
            for="192.0.2.9, for=192.0.2.8", for=192.0.2.1            | 192.0.2.1     | false
            for="a\\"b", for=192.0.2.1                             | 192.0.2.1     | false
            for=192.0.2.9;for=192.0.2.1                              | 192.0.2.9     | false
            proto=https                                              | 10.0.0.1      | true
            for=unknown                                              | 10.0.0.1      | true
            for=_hidden                                              | 10.0.0.1      | true
            for=                                                     | 10.0.0.1      | true
            for="192.0.2.1                                           | 10.0.0.1      | true
            for="x, for=192.0.2.1                                    | 10.0.0.1      | true
            192.0.2.1                                                | 10.0.0.1      | true
            for=192.0.2.1 for=192.0.2.2                              | 10.0.0.1      | true
            ,;=,                                                     | 10.0.0.1      | true
            """)
    void readsTheStandardHeader(String value, String client, boolean malformed) throws Exception {
        ForwardedRequest read =
                ForwardedRequest.read(proxy(), ForwardedHeader.read(headers("Forwarded", value)), TRUSTED);

        assertThat(read.client()).isEqualTo(InetAddress.getByName(client));
        assertThat(read.malformed()).isEqualTo(malformed);
    }

    @Test
    void readsHeadersOfAllLinesInTheirOrder() throws Exception {
        ForwardedRequest x = x("X-Forwarded-For", "192.0.2.9", "X-Forwarded-For", "192.0.2.1, 10.0.0.7");
        List<ForwardedHop> hops =
                ForwardedHeader.read(headers("Forwarded", "for=\"", "Forwarded", "for=192.0.2.1;proto=https"));

        assertThat(x.client()).isEqualTo(InetAddress.getByName("192.0.2.1"));
        assertThat(ForwardedRequest.read(proxy(), hops, TRUSTED).client())
                .isEqualTo(InetAddress.getByName("192.0.2.1"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            # Proto      | Host                 | Port  | scheme | host          | port | malformed
            https        | example.com          | -     | https  | example.com   | -1   | false
            HTTPS        | example.com:8443     | -     | https  | example.com   | 8443 | false
            wss          | [2001:db8::1]:8443   | -     | https  | [2001:db8::1] | 8443 | false
            ws           | [2001:db8::1]        | 8080  | http   | [2001:db8::1] | 8080 | false
            https        | example.com:1        | 8443  | https  | example.com   | 8443 | false
            -            | -                    | 8443  | -      | -             | 8443 | false
            https, http  | a.example, b.example | -     | http   | b.example     | -1   | false
            ftp          | example.com          | -     | -      | example.com   | -1   | true
            https        | evil.com/path        | -     | https  | -             | -1   | true
            https        | user@evil.com        | -     | https  | -             | -1   | true
            https        | example.com          | 0     | https  | example.com   | -1   | true
            https        | example.com          | 65536 | https  | example.com   | -1   | true
            https        | example.com          | -443  | https  | example.com   | -1   | true
            https        | 'a b'                | -     | https  | -             | -1   | true
            """)
    void takesSchemeHostAndPort(
            String proto, String host, String port, String readScheme, String readHost, int readPort, boolean malformed)
            throws Exception {
        HttpHeaders headers = headers("X-Forwarded-For", "192.0.2.1");
        add(headers, "X-Forwarded-Proto", proto);
        add(headers, "X-Forwarded-Host", host);
        add(headers, "X-Forwarded-Port", port);

        ForwardedRequest read = ForwardedRequest.read(proxy(), XForwardedHeaders.read(headers), TRUSTED);

        assertThat(read)
                .isEqualTo(new ForwardedRequest(
                        InetAddress.getByName("192.0.2.1"), readScheme, readHost, readPort, malformed));
    }

    @Test
    void takesWhatTheProxyNextToTheClientSays() throws Exception {
        ForwardedRequest read = x(
                "X-Forwarded-For", "192.0.2.9, 192.0.2.1, 10.0.0.7",
                "X-Forwarded-Proto", "ftp, https, http",
                "X-Forwarded-Host", "evil.example, example.com, inner");

        assertThat(read)
                .isEqualTo(new ForwardedRequest(InetAddress.getByName("192.0.2.1"), "https", "example.com", -1, false));
    }

    @Test
    void readsAHostileHeaderInNoTime() {
        List<String> hostile = List.of(
                "for=\"" + "\\\"".repeat(4_000),
                "for=a,".repeat(1_300),
                "for=a" + " ".repeat(8_000) + "b",
                "a".repeat(8_000) + "=",
                "=;".repeat(4_000),
                "for=" + "1.".repeat(4_000),
                ",".repeat(8_000));

        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(5), () -> {
            for (String value : hostile) {
                ForwardedRequest.read(proxy(), ForwardedHeader.read(headers("Forwarded", value)), TRUSTED);
                x("X-Forwarded-For", value);
            }
        });
    }

    private static ForwardedRequest x(String... namesAndValues) throws UnknownHostException {
        return ForwardedRequest.read(proxy(), XForwardedHeaders.read(headers(namesAndValues)), TRUSTED);
    }

    private static InetAddress proxy() throws UnknownHostException {
        return InetAddress.getByName("10.0.0.1");
    }

    private static HttpHeaders headers(String... namesAndValues) {
        HttpHeaders headers = new DefaultHttpHeaders();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            headers.add(namesAndValues[i], namesAndValues[i + 1]);
        }
        return headers;
    }

    private static void add(HttpHeaders headers, String name, String value) {
        if (value != null) {
            headers.add(name, value);
        }
    }
}
