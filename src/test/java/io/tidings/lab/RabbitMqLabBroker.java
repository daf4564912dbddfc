package io.tidings.lab;

import io.tidings.testing.RabbitMqNode;
import java.util.List;

/** RabbitMQ, as it is installed on this machine. */
final class RabbitMqLabBroker implements LabBroker {

    private final RabbitMqNode node = RabbitMqNode.create();

    @Override
    public String name() {
        return "RabbitMQ";
    }

    @Override
    public int port() {
        return node.port();
    }

    @Override
    public ProcessHandle handle() {
        return node.handle();
    }

    @Override
    public List<String> settings() {
        return List.of(
                "--tidings.relay.login=" + RabbitMqNode.LOGIN, "--tidings.relay.passcode=" + RabbitMqNode.PASSCODE);
    }

    @Override
    public void start() {
        node.start();
    }

    @Override
    public void stop() {
        node.stop();
    }

    @Override
    public void kill() {
        node.kill();
    }

    @Override
    public void close() {
        node.close();
    }
}
