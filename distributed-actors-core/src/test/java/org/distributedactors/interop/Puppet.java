package org.distributedactors.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.distributedactors.node.Node;
import org.distributedactors.process.ExitReason;
import org.distributedactors.process.PlainSelf;
import org.distributedactors.process.Registration;
import org.distributedactors.term.Pid;
import org.jspecify.annotations.Nullable;

/// A process that does what the test tells it, and shows what else it receives.
final class Puppet implements AutoCloseable {

    private static final int LIMIT_SECONDS = 10;

    private final Node node;
    private final Pid pid;
    private final BlockingQueue<Object> seen = new LinkedBlockingQueue<>();

    private record Order(Consumer<PlainSelf> action, CompletableFuture<Void> done) {}

    /// @param name taken from whoever has it
    Puppet(Node node, String name) {
        this.node = node;
        this.pid =
                node.spawn(self -> {
                    while (true) {
                        obey(self, self.receive(message -> () -> message));
                    }
                });
        node.unregister(name);
        assertThat(node.register(name, pid)).isEqualTo(Registration.REGISTERED);
    }

    private void obey(PlainSelf self, Object message) {
        if (message instanceof Order order) {
            order.action().accept(self);
            order.done().complete(null);
        } else {
            seen.add(message);
        }
    }

    Pid pid() {
        return pid;
    }

    /// Does something in the process and waits until it is done.
    void run(Consumer<PlainSelf> action) {
        Order order = new Order(action, new CompletableFuture<>());
        node.send(pid, order);
        order.done().orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS).join();
    }

    /// Does something in the process that may end it.
    void begin(Consumer<PlainSelf> action) {
        node.send(pid, new Order(action, new CompletableFuture<>()));
    }

    /// What it received next.
    Object next() {
        return next(message -> message);
    }

    /// What it received next, if anything comes within a second.
    @Nullable Object nextWithinASecond() {
        try {
            return seen.poll(1, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }

    /// What it received next that fits; what does not is passed over.
    <T> T next(Function<Object, @Nullable T> fits) {
        try {
            while (true) {
                Object message = seen.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
                if (message == null) {
                    return fail("nothing was received");
                }
                T wanted = fits.apply(message);
                if (wanted != null) {
                    return wanted;
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }

    /// What it received next of this type; anything else is passed over.
    <T> T next(Class<T> type) {
        return next(message -> type.isInstance(message) ? type.cast(message) : null);
    }

    /// That nothing waits which it received before this call.
    void sawNothing() {
        run(self -> {});
        assertThat(seen).isEmpty();
    }

    boolean isAlive() {
        return node.processes().isAlive(pid);
    }

    @Override
    public void close() {
        node.exit(pid, ExitReason.KILL);
    }
}
