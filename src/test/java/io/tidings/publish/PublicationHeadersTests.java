package io.tidings.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.tidings.topic.AllowedHeaders;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublicationHeadersTests {

    private final AtomicInteger dropped = new AtomicInteger();

    private final PublicationHeaders headers = new PublicationHeaders(
            new AllowedHeaders(List.of("X-Trace", "priority", "traceparent")), dropped::incrementAndGet);

    @Test
    void dropsAllHeadersThatAreNotAllowed() {
        assertThat(headers.passing(Map.of("authorization", "Bearer x", "receipt", "1", "x-other", "2")))
                .isEmpty();
    }

    @Test
    void passesAllowedHeadersInLowerCaseAndInOrder() {
        Map<String, String> incoming = new LinkedHashMap<>();
        incoming.put("Priority", "5");
        incoming.put("other", "0");
        incoming.put("X-TRACE", "abc");
        assertThat(headers.passing(incoming)).containsExactly(entry("priority", "5"), entry("x-trace", "abc"));
    }

    @Test
    void takesTheFirstOfNamesThatDifferByCaseAlone() {
        Map<String, String> incoming = new LinkedHashMap<>();
        incoming.put("x-trace", "first");
        incoming.put("X-Trace", "second");
        assertThat(headers.passing(incoming)).containsExactly(entry("x-trace", "first"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\rb", "a\nreceipt:1", "\0"})
    void refusesAnAllowedHeaderThatWouldBreakOutOfItsLine(String value) {
        assertThatThrownBy(() -> headers.passing(Map.of("x-trace", value)))
                .isInstanceOf(InvalidPublicationException.class)
                .hasMessage("header x-trace: its value has a CR, LF or NUL (expected: none)");
    }

    @Test
    void passesAWellFormedTraceParentAndDropsAndCountsAnotherInItsPlace() {
        String legal = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        assertThat(headers.passing(Map.of("Traceparent", legal))).isEqualTo(Map.of("traceparent", legal));
        assertThat(dropped).hasValue(0);

        assertThat(headers.passing(Map.of("traceparent", legal + "\nreceipt:1", "priority", "5")))
                .isEqualTo(Map.of("priority", "5"));
        assertThat(dropped).hasValue(1);
    }

    @Test
    void doesNotLookAtTheValuesOfHeadersThatAreDropped() {
        assertThat(headers.passing(Map.of("x-other", "a\nb"))).isEmpty();
    }
}
