package org.distributedactors.fuzz;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.Executor;
import org.distributedactors.handshake.OutgoingHandshake;
import org.distributedactors.kernel.KernelConfig;
import org.distributedactors.kernel.Platform;
import org.distributedactors.node.NodeConfig.Environment;
import org.distributedactors.process.Timer;
import org.distributedactors.term.NodeName;
import org.distributedactors.transport.Attempt;
import org.distributedactors.transport.CloseReason;
import org.distributedactors.transport.Closed;
import org.distributedactors.transport.LinkAcceptor;
import org.distributedactors.transport.LinkListener;
import org.distributedactors.transport.Listening;
import org.distributedactors.transport.Transport;

/// A whole node in the fuzzer's one thread, so that an input does the same each time and whatever it causes is seen there:
/// what is activated waits in a queue, time passes when it is told to, and nobody can be dialled.
final class OneThread implements Platform, Transport {

    private static final int MOST_STEPS = 200_000;

    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private final PriorityQueue<Planned> plan = new PriorityQueue<>();
    private final int creation;
    private LinkAcceptor acceptor;
    private long nanos;
    private long planned;

    OneThread(int creation) {
        this.creation = creation;
    }

    private final class Planned implements Timer, Comparable<Planned> {

        private final long at;
        private final long number;
        private Runnable action;

        Planned(long at, long number, Runnable action) {
            this.at = at;
            this.number = number;
            this.action = action;
        }

        @Override
        public Optional<Duration> cancel() {
            Optional<Duration> left = left();
            action = null;
            plan.remove(this);
            return left;
        }

        @Override
        public Optional<Duration> left() {
            return action == null
                    ? Optional.empty()
                    : Optional.of(Duration.ofNanos(Math.max(0, at - nanos)));
        }

        @Override
        public int compareTo(Planned other) {
            int order = Long.compare(at, other.at);
            return order == 0 ? Long.compare(number, other.number) : order;
        }
    }

    LinkAcceptor acceptor() {
        return acceptor;
    }

    /// Does all that waits, and what comes of it.
    void settle() {
        int steps = 0;
        for (Runnable next; (next = waiting.poll()) != null; ) {
            if (++steps > MOST_STEPS) {
                throw new AssertionError("the node does not come to rest");
            }
            next.run();
            // A process that kills itself interrupts the thread it runs on, which is everybody's
            // here.
            Thread.interrupted();
        }
    }

    void pass(Duration time) {
        long end = nanos + time.toNanos();
        for (Planned next; (next = plan.peek()) != null && next.at <= end; ) {
            plan.remove();
            nanos = Math.max(nanos, next.at);
            Runnable action = next.action;
            next.action = null;
            action.run();
            settle();
        }
        nanos = end;
    }

    private Timer after(Duration delay, Runnable action) {
        Planned next = new Planned(nanos + Math.max(0, delay.toNanos()), planned++, action);
        plan.add(next);
        return next;
    }

    // ---- what the node stands on

    @Override
    public void start() {}

    @Override
    public void stop() {}

    @Override
    public Environment environment() {
        return new Environment(
                waiting::add,
                waiting::add,
                () -> nanos,
                () -> Instant.EPOCH.plusNanos(nanos),
                this::after,
                new Random(1),
                waiting::add,
                Runnable::run);
    }

    @Override
    public Transport transport(KernelConfig config) {
        return this;
    }

    @Override
    public Executor blocking() {
        return waiting::add;
    }

    // ---- its network

    @Override
    public Listening listen(NodeName us, boolean hidden) {
        return listening();
    }

    @Override
    public Listening listening() {
        return new Listening(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 1),
                creation,
                Listening.PortMapper.NONE,
                false,
                Listening.State.REACHABLE);
    }

    @Override
    public void accept(LinkAcceptor node) {
        acceptor = node;
    }

    @Override
    public Attempt dial(
            NodeName peer,
            InetSocketAddress address,
            OutgoingHandshake handshake,
            LinkListener listener) {
        waiting.add(() -> listener.failed(new Closed(CloseReason.CONNECT_FAILED, "nobody there")));
        return () -> {};
    }

    @Override
    public void close() {}
}
