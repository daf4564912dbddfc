package io.tidings.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeIncarnationTests {

    @Test
    void isAnotherOneAfterEachStart() {
        assertThat(NodeIncarnation.start("web-1").text())
                .matches("web-1-[0-9a-f]{8}")
                .isNotEqualTo(NodeIncarnation.start("web-1").text());
    }

    @Test
    void goesByTheHostWhereNoNameIsSet() {
        NodeId id = new NodeId("cursors", NodeIncarnation.start(null).text());
        assertThat(id.node()).matches(".+-[0-9a-f]{8}");
    }

    @Test
    void makesAHostNameLegal() {
        assertThat(NodeIncarnation.legal("büro_3.example")).isEqualTo("b-ro_3.example");
    }

    @Test
    void leavesRoomForTheIncarnationAfterALongHostName() {
        String name = NodeIncarnation.legal("h".repeat(255));
        assertThat(new NodeId("cursors", NodeIncarnation.start(name).text()).node())
                .hasSize(109);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "web 1", "web~1", "w\nb"})
    void refusesANameThatCannotStandInAPosition(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NodeIncarnation.start(name))
                .withMessageContaining("node-name: '");
    }
}
