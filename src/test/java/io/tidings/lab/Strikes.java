package io.tidings.lab;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Does what a fault says, and undoes it. */
final class Strikes {

    /** Well within the window of the history, or what a client missed would be rightly forgotten. */
    private static final Duration LONGEST_STEP = Duration.ofMinutes(3);

    private final Service service;

    private final List<Recorder> recorders;

    Strikes(Service service, List<Recorder> recorders) {
        this.service = service;
        this.recorders = recorders;
    }

    /** Lets a fault strike and last, and returns when the service is whole again as far as the fault is concerned. */
    void strike(Fault fault) {
        NodeProcess node = service.node(fault.target());
        FaultProxy link = node.link();
        Recorder recorder = recorders.get(fault.target() % recorders.size());
        switch (fault.kind()) {
            case BROKER_STOPPED -> during(fault, service.broker()::stop, service.broker()::start);
            case BROKER_KILLED -> during(fault, service.broker()::kill, service.broker()::start);
            case LINK_CUT -> during(fault, link::refuse, link::heal);
            case LINK_STALLED -> during(fault, link::stall, link::heal);
            case LINK_DELAYED ->
                during(fault, () -> link.delay(Duration.ofMillis(10 + 4L * fault.amount())), link::heal);
            case NODE_KILLED -> during(fault, node::kill, () -> restart(node));
            case NODE_STOPPED -> during(fault, node::stop, () -> restart(node));
            case REBALANCED -> rebalance(fault);
            case KAFKA_RESTARTED ->
                during(
                        fault,
                        fault.amount() < 50 ? service.kafka()::stop : service.kafka()::kill,
                        service.kafka()::start);
            case MESSAGES_DROPPED ->
                filtered(fault, FrameFilter.drop("MESSAGE", 1 + fault.amount()), link::filterToClient);
            case MESSAGES_DOUBLED -> filtered(fault, FrameFilter.doubling("MESSAGE"), link::filterToClient);
            case SENDS_DROPPED ->
                filtered(fault, FrameFilter.drop("SEND", 1 + fault.amount() / 20), link::filterToServer);
            case CLIENT_CUT -> during(fault, () -> recorder.cut(away(fault)), () -> {});
            case CLIENT_STALLED -> during(fault, () -> recorder.stall(fault.length()), () -> {});
            case CLOCK_STEPPED -> during(fault, () -> node.stepClock(step(fault)), () -> node.stepClock(Duration.ZERO));
        }
    }

    private static void during(Fault fault, Runnable begin, Runnable end) {
        begin.run();
        LockSupport.parkNanos(fault.length().toNanos());
        end.run();
    }

    private static void filtered(Fault fault, FrameFilter filter, Consumer<FrameFilter> side) {
        during(fault, () -> side.accept(filter), () -> side.accept(FrameFilter.NONE));
    }

    private static void restart(NodeProcess node) {
        node.start();
        node.awaitReady();
    }

    /** Half of the clients that lose their connection come back at once. */
    private static Duration away(Fault fault) {
        return fault.amount() < 50 ? Duration.ZERO : fault.length();
    }

    private static Duration step(Fault fault) {
        return LONGEST_STEP.multipliedBy(2L * fault.amount() - 99).dividedBy(99);
    }

    /** A stranger joins the group, is given partitions, does nothing with them, and leaves. */
    private void rebalance(Fault fault) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                service.kafka().bootstrapServers(),
                "group.id",
                service.group(),
                "enable.auto.commit",
                false,
                "auto.offset.reset",
                "latest",
                "max.poll.records",
                1);
        long end = System.nanoTime() + fault.length().toNanos();
        try (KafkaConsumer<byte[], byte[]> stranger =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            stranger.subscribe(List.of(service.kafkaTopic()));
            while (System.nanoTime() - end < 0) {
                stranger.poll(Duration.ofMillis(100));
            }
        }
    }
}
