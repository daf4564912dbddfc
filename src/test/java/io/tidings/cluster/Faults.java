package io.tidings.cluster;

import io.tidings.log.LogUnavailableException;
import io.tidings.log.UpdateLog;
import io.tidings.relay.Relay;
import io.tidings.topic.Batch;
import io.tidings.topic.LogId;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.ClassUtils;

/**
 * Stands between a node and its relay and log, and does what a test asks for: batches that the broker has confirmed get lost
 * or come twice, and the log answers nothing but takes what is appended.
 */
final class Faults implements BeanPostProcessor, ApplicationContextInitializer<ConfigurableApplicationContext> {

    private final AtomicInteger toLose = new AtomicInteger();

    private volatile boolean doubling;

    private volatile boolean cut;

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        context.getBeanFactory().addBeanPostProcessor(this);
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
        if (bean instanceof Relay) {
            return proxy(bean, this::onRelay);
        }
        return bean instanceof UpdateLog ? proxy(bean, this::onLog) : bean;
    }

    /** Loses so many of the next batches, though they are confirmed. */
    void lose(int batches) {
        toLose.set(batches);
    }

    boolean hasLostAll() {
        return toLose.get() <= 0;
    }

    /** Brings each batch twice. */
    void twice(boolean twice) {
        doubling = twice;
    }

    /** Lets the log answer nothing. */
    void cut(boolean off) {
        cut = off;
    }

    void none() {
        lose(0);
        twice(false);
        cut(false);
    }

    private Object onRelay(Object relay, Method method, Object[] arguments) throws Throwable {
        if (method.getName().equals("publish") && ((Batch) arguments[0]).source() instanceof LogId) {
            if (toLose.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                return CompletableFuture.completedFuture(null);
            }
            if (doubling) {
                call(relay, method, arguments);
            }
        }
        return call(relay, method, arguments);
    }

    private Object onLog(Object log, Method method, Object[] arguments) throws Throwable {
        boolean asks = CompletableFuture.class.equals(method.getReturnType())
                && !method.getName().equals("append");
        return cut && asks
                ? CompletableFuture.failedFuture(new LogUnavailableException("log: cut off"))
                : call(log, method, arguments);
    }

    private interface Handler {

        Object handle(Object target, Method method, Object[] arguments) throws Throwable;
    }

    private static Object proxy(Object target, Handler handler) {
        return Proxy.newProxyInstance(
                target.getClass().getClassLoader(),
                ClassUtils.getAllInterfaces(target),
                (proxy, method, arguments) -> handler.handle(target, method, arguments));
    }

    private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            method.setAccessible(true); // Some of the interfaces are their package's own.
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
