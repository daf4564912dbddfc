package io.tidings.session;

import io.netty.channel.EventLoopGroup;
import java.time.Duration;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.http.client.ReactorResourceFactory;
import reactor.core.publisher.Mono;
import reactor.netty.resources.LoopResources;

/** The edge where there is no native transport: on Java's own. */
@TestConfiguration
class NioEdge {

    /** The web server asks for native transport after every customizer. */
    @Bean
    static BeanPostProcessor withoutNativeTransport() {
        return new BeanPostProcessor() {

            @Override
            public Object postProcessBeforeInitialization(Object bean, String name) {
                if (bean instanceof ReactorResourceFactory factory) {
                    factory.setLoopResourcesSupplier(() -> new NioLoops(LoopResources.create("edge", 2, true)));
                }
                return bean;
            }
        };
    }

    private record NioLoops(LoopResources loops) implements LoopResources {

        @Override
        public EventLoopGroup onServer(boolean useNative) {
            return loops.onServer(false);
        }

        @Override
        public EventLoopGroup onServerSelect(boolean useNative) {
            return loops.onServerSelect(false);
        }

        @Override
        public Mono<Void> disposeLater(Duration quietPeriod, Duration timeout) {
            return loops.disposeLater(quietPeriod, timeout);
        }
    }
}
