package io.tidings.bench;

/** Publishes as much as the slowest subscriber takes: so many updates are on their way to somebody, and no more. */
final class SaturatingLoad implements Load {

    /** More than can be on their way while one subscriber hangs for some seconds. */
    private static final int RING = 1 << 17;

    private final Feed feed;

    private final int subscribersOfTopic;

    private final int window;

    /** How many have not got an update yet, by its number among all. */
    private final int[] left = new int[RING];

    private long published;

    private long done;

    private boolean running;

    SaturatingLoad(Feed feed, int subscribersOfTopic, int window) {
        this.feed = feed;
        this.subscribersOfTopic = subscribersOfTopic;
        this.window = window;
    }

    @Override
    public void start() {
        running = true;
        idle();
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public void delivered(int topic, long number) {
        if (--left[slot(number * feed.topics() + topic)] == 0) {
            done++;
        }
    }

    @Override
    public void idle() {
        if (running && published - done < window) {
            long now = System.nanoTime();
            while (published - done < window) {
                publish(now);
            }
            feed.flush();
        }
    }

    @Override
    public long published() {
        return published;
    }

    private void publish(long now) {
        left[slot(published)] = subscribersOfTopic;
        feed.publish((int) (published % feed.topics()), now, published / feed.topics());
        published++;
    }

    private static int slot(long message) {
        return (int) (message & RING - 1);
    }
}
