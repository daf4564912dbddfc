package io.tidings.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One topic with all that is known of it.
 *
 * @param topic the topic's name
 * @param last its last value; absent where there is none
 * @param history its recent updates
 * @param subscriptions how many subscriptions cover it, over all nodes that answered
 * @param sessions the sessions that hold them
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record TopicDetail(
        String topic, @Nullable LastValueView last, History history, long subscriptions, Page<SessionView> sessions) {

    /**
     * A topic's recent updates.
     *
     * @param count how many there are
     * @param positions where the newest of them stand, in the order in which they came; at most as many as a page has
     */
    @Schema(name = "TopicHistory") // Another record of this name describes namespaces.
    record History(int count, List<String> positions) {}
}
