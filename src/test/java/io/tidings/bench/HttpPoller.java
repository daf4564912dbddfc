package io.tidings.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * A client that asks for the last values of its topics again and again, one after the other over one connection, with the
 * tags of those it has, and no header that HTTP does not ask for: as cheap as polling gets.
 */
final class HttpPoller extends ChannelInboundHandlerAdapter {

    private static final String END_OF_HEAD = "\r\n\r\n";

    private final List<String> paths;

    private final String[] tags;

    private final StompConnection.Listener listener;

    private final Traffic traffic;

    private final Duration interval;

    private final Duration firstAfter;

    private final ByteBuf answer = Unpooled.buffer(1024);

    /** Which topic is asked for; past the last while nothing is. */
    private int asked;

    /** A poller that begins after some time, so that not all ask at once. */
    HttpPoller(
            List<String> paths,
            StompConnection.Listener listener,
            Traffic traffic,
            Duration interval,
            Duration firstAfter) {
        this.paths = paths;
        this.tags = new String[paths.size()];
        this.listener = listener;
        this.traffic = traffic;
        this.interval = interval;
        this.firstAfter = firstAfter;
        this.asked = paths.size();
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        context.channel()
                .eventLoop()
                .scheduleAtFixedRate(
                        () -> poll(context), firstAfter.toNanos(), interval.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        try {
            traffic.received(bytes.readableBytes());
            answer.writeBytes(bytes);
        } finally {
            bytes.release();
        }
        int end = answer.toString(US_ASCII).indexOf(END_OF_HEAD);
        if (end >= 0) {
            answered(context, answer.toString(0, end + 2, US_ASCII), end + END_OF_HEAD.length());
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        traffic.ended();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
        context.close();
    }

    /** One that has not all of its last answers yet waits for the next turn. */
    private void poll(ChannelHandlerContext context) {
        if (asked == paths.size()) {
            asked = 0;
            ask(context);
        }
    }

    private void ask(ChannelHandlerContext context) {
        String tag = tags[asked] == null ? "" : "If-None-Match: " + tags[asked] + "\r\n";
        ByteBuf request = Unpooled.copiedBuffer(
                "GET " + paths.get(asked) + " HTTP/1.1\r\nHost: localhost\r\n" + tag + "\r\n", US_ASCII);
        traffic.sent(request.readableBytes());
        traffic.requested();
        context.writeAndFlush(request);
    }

    private void answered(ChannelHandlerContext context, String head, int bodyAt) {
        boolean ok = head.startsWith("HTTP/1.1 200");
        if (!ok && !head.startsWith("HTTP/1.1 304")) {
            throw new IllegalStateException(head);
        }
        int length = ok ? Integer.parseInt(header(head, "content-length")) : 0;
        if (answer.writerIndex() < bodyAt + length) {
            return;
        }
        if (ok) {
            tags[asked] = header(head, "etag");
            listener.message(answer, bodyAt);
        }
        answer.clear();
        asked++;
        if (asked < paths.size()) {
            ask(context);
        }
    }

    private static String header(String head, String name) {
        int at = head.toLowerCase(Locale.ROOT).indexOf("\r\n" + name + ":");
        if (at < 0) {
            throw new IllegalStateException(head);
        }
        int from = at + name.length() + 3;
        return head.substring(from, head.indexOf("\r\n", from)).strip();
    }
}
