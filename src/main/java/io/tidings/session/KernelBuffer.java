package io.tidings.session;

import io.netty.channel.Channel;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.epoll.EpollTcpInfo;
import java.time.Duration;

/** What Linux keeps of what was sent to a client that has not taken it yet. Other systems tell nothing of it. */
final class KernelBuffer {

    private KernelBuffer() {}

    /**
     * Has the kernel take no more than about this much beyond what it may send now: by itself it takes megabytes, all of
     * which a client would have to read before it got anything new (tcp(7), TCP_NOTSENT_LOWAT).
     */
    static void limit(Channel channel, long bytes) {
        if (channel instanceof EpollSocketChannel epoll) {
            epoll.config().setOption(EpollChannelOption.TCP_NOTSENT_LOWAT, bytes);
        }
    }

    /**
     * Whether the kernel has sent anything in this time, other than once more what got no answer: it tells us of room only
     * when a third of its buffer is free, which is megabytes, and a client may be reading all the time.
     */
    static boolean isMoving(Channel channel, Duration time) {
        if (!(channel instanceof EpollSocketChannel epoll) || !channel.isActive()) {
            return false;
        }
        EpollTcpInfo info = epoll.tcpInfo();
        return info.retransmits() == 0 && info.lastDataSent() < time.toMillis();
    }
}
