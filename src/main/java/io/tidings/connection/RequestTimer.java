package io.tidings.connection;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Closes a connection that takes too long to send a request's head, however steadily its bytes come in, or to take an
 * answer. It goes when the connection becomes a WebSocket. Its event loop calls.
 */
final class RequestTimer extends ChannelDuplexHandler {

    private final Duration requestTimeout;

    private final Duration idleTimeout;

    private final ConnectionMetrics metrics;

    /** Requests whose head has come, and whose answer has not been taken as a whole. */
    private int underWay;

    private @Nullable Future<?> timer;

    RequestTimer(ConnectionProperties properties, ConnectionMetrics metrics) {
        this.requestTimeout = properties.requestTimeout();
        this.idleTimeout = properties.idleTimeout();
        this.metrics = metrics;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        start(context, requestTimeout, ConnectionMetrics.Limit.REQUEST_TIME);
        context.fireChannelActive();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest) {
            underWay++;
            stop();
        }
        if (message instanceof HttpObject part && part.decoderResult().isFailure()) {
            metrics.malformed();
        }
        context.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        ChannelPromise written = promise.unvoid();
        HttpResponseStatus status = message instanceof HttpResponse response ? response.status() : null;
        if (HttpResponseStatus.SWITCHING_PROTOCOLS.equals(status)) {
            stop();
            var unused = context.write(message, written);
            context.pipeline().remove(this);
            return;
        }
        if (status != null && status.codeClass() == HttpStatusClass.INFORMATIONAL) {
            var unused = context.write(message, written);
            return;
        }
        if (status != null) {
            start(context, idleTimeout, ConnectionMetrics.Limit.ANSWER_TIME);
        }
        if (message instanceof LastHttpContent) {
            var unused = written.addListener(sent -> answered(context));
        }
        var unused = context.write(message, written);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        stop();
    }

    private void answered(ChannelHandlerContext context) {
        underWay--;
        if (underWay > 0) {
            stop();
        } else if (!context.isRemoved()) {
            // One that stays unused after its last answer breaks no rule.
            start(context, idleTimeout, null);
        }
    }

    private void start(ChannelHandlerContext context, Duration timeout, ConnectionMetrics.@Nullable Limit limit) {
        stop();
        timer = context.executor().schedule(() -> close(context, limit), timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void stop() {
        if (timer != null) {
            var unused = timer.cancel(false);
            timer = null;
        }
    }

    private void close(ChannelHandlerContext context, ConnectionMetrics.@Nullable Limit limit) {
        if (limit != null) {
            metrics.limited(limit);
        }
        var unused = context.close();
    }
}
