package io.tidings.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class SharedTextsTests {

    private final SharedTexts texts = new SharedTexts(UnaryOperator.identity());

    @Test
    void areTheSameForTheSameBytes() {
        byte[] bytes = "a text, a text".getBytes(StandardCharsets.UTF_8);

        assertThat(texts.get(bytes, 0, 6)).isEqualTo("a text").isSameAs(texts.get(bytes, 8, 14));
    }

    @Test
    void areRightHoweverManyFallIntoOnePlace() {
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 50_000; i++) {
                byte[] bytes = ("ü" + i).getBytes(StandardCharsets.UTF_8);
                assertThat(texts.get(bytes, 0, bytes.length)).isEqualTo("ü" + i);
            }
        }
    }

    @Test
    void areCheckedBeforeTheyAreKept() {
        SharedTexts refusing = new SharedTexts(text -> {
            throw new IllegalArgumentException(text);
        });

        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> refusing.get(new byte[] {'x'}, 0, 1)).hasMessage("x");
        }
    }
}
