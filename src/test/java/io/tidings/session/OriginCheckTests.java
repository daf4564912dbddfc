package io.tidings.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OriginCheckTests {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # origin                   | request                    | allowed
            http://example.com         | http://example.com/ws      | true
            http://EXAMPLE.com         | http://example.COM/ws      | true
            http://example.com:80      | http://example.com/ws      | true
            http://example.com         | http://example.com:80/ws   | true
            http://example.com:8080    | http://example.com:8080/ws | true
            http://example.com:8080    | http://example.com:8081/ws | false
            http://example.com         | http://example.com:8080/ws | false
            https://example.com        | https://example.com:443/ws | true
            https://example.com        | wss://example.com/ws       | true
            http://example.com         | https://example.com/ws     | false
            http://example.com:443     | https://example.com/ws     | false
            https://example.com        | http://example.com/ws      | true
            https://example.com:8443   | http://example.com:8443/ws | true
            https://example.com:8443   | http://example.com/ws      | false
            https://example.com        | http://example.com:8080/ws | false
            http://[::1]:8080          | http://[::1]:8080/ws       | true
            http://[2001:DB8::1]       | http://[2001:db8::1]/ws    | true
            http://[::1]               | http://[::2]/ws            | false
            http://evil.com            | http://example.com/ws      | false
            http://example.com.evil.com| http://example.com/ws      | false
            http://evil-example.com    | http://example.com/ws      | false
            http://a.example.com       | http://example.com/ws      | false
            http://example.com@evil.com| http://example.com/ws      | false
            http://evil.com/example.com| http://example.com/ws      | false
            http://example.com/        | http://example.com/ws      | false
            http://example.com:        | http://example.com/ws      | false
            http://example.com:99999999| http://example.com/ws      | false
            http://                    | http://example.com/ws      | false
            example.com                | http://example.com/ws      | false
            //example.com              | http://example.com/ws      | false
            ftp://example.com          | http://example.com/ws      | false
            file://                    | http://example.com/ws      | false
            null                       | http://example.com/ws      | false
            NULL                       | http://example.com/ws      | false
            ''                         | http://example.com/ws      | false
            *                          | http://example.com/ws      | false
            """)
    void allowsTheServicesOwnOriginAlone(String origin, URI request, boolean allowed) {
        assertThat(new OriginCheck(List.of()).allows(List.of(origin), request)).isEqualTo(allowed);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # pattern                         | origin                       | allowed
            https://app.example.com           | https://app.example.com      | true
            https://App.Example.com           | https://app.EXAMPLE.com      | true
            https://app.example.com           | http://app.example.com       | false
            https://app.example.com           | https://app.example.com:8443 | false
            https://app.example.com           | https://app.example.com.evil | false
            https://*.example.com             | https://a.b.example.com      | true
            https://*.example.com             | https://example.com          | false
            https://*.example.com             | https://evil.com/.example.com| false
            https://*.example.com             | https://evil.com#.example.com| false
            https://*.example.com             | https://x@y.example.com      | false
            https://*.example.com             | https://evilexample.com      | false
            https://*.example.com:[443,8443]  | https://a.example.com:8443   | true
            https://*.example.com:[443,8443]  | https://a.example.com:8444   | false
            https://*.example.com:[*]         | https://a.example.com:1      | true
            capacitor://localhost             | capacitor://localhost        | true
            file://                           | file://                      | true
            null                              | null                         | true
            https://app.example.com           | null                         | false
            *                                 | null                         | true
            *                                 | https://evil.com             | true
            """)
    void allowsWhatAPatternMatches(String pattern, String origin, boolean allowed) {
        OriginCheck check = new OriginCheck(List.of("https://other.example", pattern));

        assertThat(check.allows(List.of(origin), URI.create("http://tidings.example/ws")))
                .isEqualTo(allowed);
    }

    @Test
    void allowsWhoIsNoBrowser() {
        assertThat(new OriginCheck(List.of()).allows(List.of(), URI.create("http://example.com/ws")))
                .isTrue();
    }

    @Test
    void refusesTwoOrigins() {
        assertThat(new OriginCheck(List.of("*"))
                        .allows(List.of("http://example.com", "http://evil.com"), URI.create("http://example.com/ws")))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "example.com", "https://example.com/", "https://example.com/path", "https:", "**", "//x"})
    void refusesAPatternOfNoOrigin(String pattern) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AdmissionProperties(List.of(pattern), 1, 1, 1, 1))
                .withMessageStartingWith("tidings.session.allowed-origins: '" + pattern + "' (expected: ");
    }
}
