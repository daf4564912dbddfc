package io.tidings.admin;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

class BatchReaderTests {

    private final BatchReader reader = new BatchReader(3);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{ \"a\" : [ 1 , {\"b\":\"}\"} ] }",
                "[1,\n 2]",
                "1",
                "-1.50e+3",
                "true",
                "null",
                "\"\"",
                "\"\\u00fc \\\" ü\"",
                "123456789012345678901234567890.1000"
            })
    void takesJsonByteForByte(String json) {
        for (String space : List.of("", " ", "\n\t")) {
            BatchItem item = read("[{\"topic\":\"ü\",\"json\":" + space + json + space + ",\"headers\":{}}]")
                    .get(0);

            assertThat(item.body()).asString(UTF_8).isEqualTo(json);
            assertThat(item.contentType()).isEqualTo("application/json");
        }
    }

    @Test
    void takesWhatStandsBehindTheBodyAsItStandsBeforeIt() {
        BatchItem item = read("[{\"text\":\"ü\",\"idempotencyKey\":\"k\",\"headers\":{\"a\":\"b\"},"
                        + "\"contentType\":\"x/y\",\"topic\":\"t\"}]")
                .get(0);

        assertThat(item.topic()).isEqualTo("t");
        assertThat(item.body()).asString(UTF_8).isEqualTo("ü");
        assertThat(item.contentType()).isEqualTo("x/y");
        assertThat(item.headers()).containsEntry("a", "b");
        assertThat(item.idempotencyKey()).isEqualTo("k");
    }

    @Test
    void readsNothingFromAnEmptyArray() {
        assertThat(read(" [ ] ")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "'' | (expected: an array)",
                "{} | line 1, column 1: (expected: an array)",
                "[ | line 1",
                "[{}] | item 0: without topic",
                "[{\"topic\":\"t\"}] | item 0: without a body",
                "[{\"topic\":\"t\",\"text\":\"\"},5] | item 1: (expected: an object",
                "[{\"topic\":5}] | column 11: item 0: (expected: topic to be a string)",
                "[{\"topic\":\"t\",\"text\":null}] | (expected: text to be a string)",
                "[{\"topic\":\"t\",\"text\":\"\",\"json\":1}] | a second body",
                "[{\"topic\":\"t\",\"base64\":\"?\"}] | line 1, column",
                "[{\"topic\":\"t\",\"headers\":{\"a\":1}}] | (expected: a header to be a string)",
                "[{\"topic\":\"t\",\"topic\":\"u\"}] | line 1, column",
                "[{\"tpic\":\"t\"}] | a member that is not known",
                "[{\"topic\":\"t\",\"json\":{\"a\":}}] | line 1, column",
                "[] [] | nothing after the array",
            })
    void namesThePlaceOfWhatIsWrong(String document, String what) {
        assertThatThrownBy(() -> read(document)).isInstanceOfSatisfying(ResponseStatusException.class, refused -> {
            assertThat(refused.getStatusCode()).isEqualTo(HttpStatus.BAD_REQUEST);
            assertThat(refused.getReason())
                    .startsWith("body: line ")
                    .contains(what)
                    .doesNotContain("Source");
        });
    }

    @Test
    void refusesTextThatIsNotUtf8() {
        byte[] document = "[{\"topic\":\"t\",\"json\":{}}]".getBytes(UTF_16);

        assertThatThrownBy(() -> reader.read(document)).isInstanceOf(ResponseStatusException.class);
    }

    @Test
    void readsNoMoreItemsThanItsBound() {
        String item = "{\"topic\":\"t\",\"text\":\"\"}";

        assertThat(read("[" + item + "," + item + "," + item + "]")).hasSize(3);
        assertThatThrownBy(() -> read("[" + item + "," + item + "," + item + "," + item + ", nonsense"))
                .isInstanceOfSatisfying(
                        ResponseStatusException.class,
                        refused -> assertThat(refused.getStatusCode()).isEqualTo(HttpStatus.CONTENT_TOO_LARGE));
    }

    @Test
    void refusesWhatIsNestedTooDeep() {
        assertThatThrownBy(() -> read("[{\"topic\":\"t\",\"json\":" + "[".repeat(100_000)))
                .isInstanceOf(ResponseStatusException.class);
    }

    private List<BatchItem> read(String document) {
        return reader.read(document.getBytes(UTF_8));
    }
}
