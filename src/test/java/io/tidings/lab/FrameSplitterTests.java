package io.tidings.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrameSplitterTests {

    private static final String COUNTED = "MESSAGE\na:b\ncontent-length:3\n\nx\0y\0";

    private static final String STREAM =
            "CONNECTED\nversion:1.2\n\n\0\n\n" + COUNTED + "RECEIPT\r\nreceipt-id:1\r\n\r\n\0\r\nSEND\n\nbody\0";

    private final FrameSplitter splitter = new FrameSplitter();

    @Test
    void endsAFrameWhereItsLengthSaysAndNotAtANulWithin() {
        assertThat(split(STREAM))
                .containsExactly(
                        "CONNECTED\nversion:1.2\n\n\0",
                        "\n",
                        "\n",
                        COUNTED,
                        "RECEIPT\r\nreceipt-id:1\r\n\r\n\0",
                        "\r",
                        "\n",
                        "SEND\n\nbody\0");
    }

    @Test
    void findsTheSameFramesWhereverTheStreamIsCut() {
        List<String> whole = split(STREAM);
        for (int cut = 1; cut < STREAM.length(); cut++) {
            FrameSplitter fresh = new FrameSplitter();
            List<String> parts = new ArrayList<>(split(fresh, STREAM.substring(0, cut)));
            parts.addAll(split(fresh, STREAM.substring(cut)));

            assertThat(parts).isEqualTo(whole);
        }
    }

    @Test
    void keepsBackWhatIsNotWhole() {
        assertThat(split("MESSAGE\ncontent-length:3\n\nxyz")).isEmpty();
        assertThat(split("\0")).containsExactly("MESSAGE\ncontent-length:3\n\nxyz\0");
    }

    @Test
    void takesAnEmptyBody() {
        assertThat(split("SEND\ncontent-length:0\n\n\0SEND\n\n\0"))
                .containsExactly("SEND\ncontent-length:0\n\n\0", "SEND\n\n\0");
    }

    private List<String> split(String bytes) {
        return split(splitter, bytes);
    }

    private static List<String> split(FrameSplitter splitter, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return splitter.split(bytes, bytes.length).stream()
                .map(part -> new String(part, StandardCharsets.UTF_8))
                .toList();
    }
}
