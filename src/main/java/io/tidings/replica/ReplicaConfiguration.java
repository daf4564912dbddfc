package io.tidings.replica;

import io.micrometer.core.instrument.MeterRegistry;
import io.tidings.log.UpdateLog;
import io.tidings.relay.Relay;
import io.tidings.topic.Namespaces;
import java.time.Clock;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.LongSupplier;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the replica. */
@Configuration(proxyBeanMethods = false)
class ReplicaConfiguration {

    @Bean
    ReplicaMetrics replicaMetrics(MeterRegistry registry) {
        return new ReplicaMetrics(registry);
    }

    @Bean
    Replica replica(
            UpdateLog log, Namespaces namespaces, Clock clock, ReplicaProperties properties, ReplicaMetrics metrics) {
        // Not a bean: Spring Boot makes its own task executor only where there is no other.
        ScheduledExecutorService thread = new ScheduledThreadPoolExecutor(1, ReplicaConfiguration::thread);
        return assemble(log, namespaces, clock, System::nanoTime, properties, metrics, thread);
    }

    /** Before the relay starts, so that no batch finds the replica deaf. */
    @Bean
    SmartInitializingSingleton replicaFeed(Relay relay, Replica replica) {
        return () -> relay.subscribe(replica::offer);
    }

    @Bean
    ReplicaHealthIndicator replicaHealthIndicator(Replica replica) {
        return new ReplicaHealthIndicator(replica);
    }

    static Replica assemble(
            UpdateLog log,
            Namespaces namespaces,
            Clock clock,
            LongSupplier nanoTime,
            ReplicaProperties properties,
            ReplicaMetrics metrics,
            ScheduledExecutorService thread) {
        Announcer announcer = new Announcer();
        ReplicaMemory memory = new ReplicaMemory(properties.maxBytes());
        Inbox inbox = new Inbox(properties.inbox(), thread, () -> endRun(memory, announcer));
        LogReads reads = new LogReads(log, inbox);
        HeldBudget heldBudget = new HeldBudget(properties.heldSize().toBytes());
        ReplicaContext context = new ReplicaContext(reads, heldBudget, properties, metrics, clock, nanoTime);
        NamespaceReplicas replicas = new NamespaceReplicas(namespaces, context, announcer, memory);
        metrics.observe(replicas::status, inbox::waitingBytes);
        Replica replica = new Replica(replicas, inbox, context, thread);
        metrics.observeReady(replica::isReady);
        return replica;
    }

    private static void endRun(ReplicaMemory memory, Announcer announcer) {
        memory.trim();
        announcer.flush();
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "replica");
        thread.setDaemon(true);
        return thread;
    }
}
