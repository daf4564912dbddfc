package io.tidings.session;

import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.http.client.ReactorResourceFactory;

/** The edge where there is no native transport: on Java's own. */
@TestConfiguration
class NioEdge {

    @Bean
    NettyServerCustomizer withoutNativeTransport(ReactorResourceFactory resources) {
        return server -> server.runOn(resources.getLoopResources(), false);
    }
}
