package io.tidings.session;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;

/** Makes messages of their fragments, and counts every frame: who sends many small fragments, or pings, sends much too. */
final class FrameAggregator extends WebSocketFrameAggregator {

    private final InboundFlow flow;

    FrameAggregator(int maxMessageBytes, InboundFlow flow) {
        super(maxMessageBytes);
        this.flow = flow;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        if (message instanceof WebSocketFrame) {
            flow.received(1);
        }
        super.channelRead(context, message);
    }
}
