package io.tidings.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidings.topic.NodeId;
import org.junit.jupiter.api.Test;

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
}
