package io.tidings.topic;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceParentTests {

    private static final String LEGAL = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    @ParameterizedTest
    @ValueSource(
            strings = {
                LEGAL,
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00",
                "00-00000000000000000000000000000001-0000000000000001-ff",
                "cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-what-the-future-brings",
            })
    void takesWhatTheRecommendationAllows(String value) {
        assertThat(TraceParent.isLegal(value)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-1",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-011",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01, " + LEGAL,
                " 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "0x-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-B7AD6B7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319g-b7ad6b7169203331-01",
                "00-00000000000000000000000000000000-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
                "00_0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c_b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331_01",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0\n",
                "cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01.more",
                "cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-a\nb:c",
                "cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-\u00e9",
                "00-\u0660af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            })
    void takesNothingElse(String value) {
        assertThat(TraceParent.isLegal(value)).isFalse();
    }

    @Test
    void isBounded() {
        assertThat(TraceParent.isLegal("01" + LEGAL.substring(2) + '-' + "a".repeat(72)))
                .isTrue();
        assertThat(TraceParent.isLegal("01" + LEGAL.substring(2) + '-' + "a".repeat(73)))
                .isFalse();
    }

    @Test
    void readsWhatItWrites() {
        TraceParent parsed = TraceParent.parse(LEGAL);

        assertThat(parsed).isEqualTo(new TraceParent("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", true));
        assertThat(parsed).hasToString(LEGAL);
    }

    @Test
    void tellsWhetherTheTraceIsRecordedByTheLastBitOfTheFlags() {
        String unflagged = LEGAL.substring(0, LEGAL.length() - 2);

        assertThat(TraceParent.parse(unflagged + "00").isSampled()).isFalse();
        assertThat(TraceParent.parse(unflagged + "fe").isSampled()).isFalse();
        assertThat(TraceParent.parse(unflagged + "ff").isSampled()).isTrue();
        assertThat(TraceParent.parse("01" + unflagged.substring(2) + "03-more").isSampled())
                .isTrue();
    }
}
