package io.tidings.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.Test;
import reactor.netty.Connection;
import reactor.netty.channel.ChannelOperations;

class DetachedTests {

    @Test
    void isNoRequestThatAStoppingServerWaitsFor() {
        EmbeddedChannel channel = new EmbeddedChannel();

        Connection.from(channel).rebind(Detached.CONNECTION);

        assertThat(ChannelOperations.get(channel)).isNull();
        channel.close();
    }
}
