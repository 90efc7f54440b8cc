package org.distributedactors.testing;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.distributedactors.dist.DistributionMessage;
import org.distributedactors.term.NodeName;
import org.distributedactors.transport.CloseReason;
import org.distributedactors.transport.Closed;
import org.jspecify.annotations.Nullable;

/// The machines and what lies between them. Each pair of machines has a {@link Wire} in each direction; a
/// {@link ConnectionEnd} at each side is one TCP connection over them.
///
/// | Fault                      | What the nodes see                                                       |
/// |----------------------------|--------------------------------------------------------------------------|
/// | a wire is blocked          | nothing arrives; after the net tick time the receiver gives up           |
/// | a connection is reset      | each end notices in its own time; what is under way may be lost          |
/// | a machine crashes          | the others' ends are closed by the dead machine's kernel                 |
/// | a machine vanishes         | the others hear nothing any more                                         |
/// | a machine freezes          | the same, and later it goes on as if nothing had been                    |
final class SimulatedNetwork {

    private static final Closed SILENCE =
            new Closed(CloseReason.NET_TICK_TIMEOUT, "nothing arrived for the net tick time");
    private static final Closed RESET = new Closed(CloseReason.CLOSED_BY_PEER, "reset");
    private static final long NOTICE_NANOS = 20_000_000;

    private final VirtualTime time;
    private final SplittableRandom random;
    private final Duration tickTime;
    private final Map<NodeName, Life> machines = new LinkedHashMap<>();
    private final Map<Direction, Wire> wires = new HashMap<>();
    private @Nullable Consumer<String> trace;
    private Predicate<DistributionMessage> leftOut = message -> false;
    private long latencyNanos = 100_000;
    private long jitterNanos = 900_000;

    private record Direction(NodeName from, NodeName to) {}

    SimulatedNetwork(VirtualTime time, SplittableRandom random, Duration tickTime) {
        this.time = time;
        this.random = random;
        this.tickTime = tickTime;
    }

    VirtualTime time() {
        return time;
    }

    /// How long a message takes: the least, and how much may be added by chance.
    void delay(Duration least, Duration jitter) {
        latencyNanos = least.toNanos();
        jitterNanos = jitter.toNanos();
    }

    void trace(Consumer<String> listener) {
        trace = listener;
    }

    /// Tells whoever listens what happens between two machines.
    void tell(NodeName from, NodeName to, Supplier<String> what) {
        Consumer<String> listener = trace;
        if (listener != null) {
            long micros = time.nanos() / 1000;
            listener.accept(micros + " " + from.alive() + " > " + to.alive() + " " + what.get());
        }
    }

    /// Leaves out messages that a node should have sent, to show that somebody notices.
    void leaveOut(Predicate<DistributionMessage> which) {
        leftOut = which;
    }

    boolean isLeftOut(DistributionMessage message) {
        return leftOut.test(message);
    }

    /// When something that leaves now arrives.
    long arrival() {
        return time.nanos() + latencyNanos + (jitterNanos == 0 ? 0 : random.nextLong(jitterNanos));
    }

    void boot(Life life) {
        machines.put(life.name(), life);
    }

    /// The running machine of this name, or null.
    @Nullable Life machine(NodeName name) {
        Life life = machines.get(name);
        return life == null || life.hasEnded() ? null : life;
    }

    Wire wire(NodeName from, NodeName to) {
        return wires.computeIfAbsent(new Direction(from, to), _ -> new Wire());
    }

    /// From now on nothing arrives in this direction.
    void block(NodeName from, NodeName to) {
        Wire wire = wire(from, to);
        if (wire.isBlocked()) {
            return;
        }
        wire.block();
        long block = wire.blocks();
        Life receiver = machine(to);
        if (receiver != null) {
            afterSilence(() -> {
                if (wire.isBlocked() && wire.blocks() == block) {
                    giveUp(receiver, from);
                }
            });
        }
    }

    /// Nets tick four times in their tick time, so silence is noticed within a quarter of it, sooner or later.
    private void afterSilence(Runnable action) {
        long quarter = tickTime.toNanos() / 4;
        time.at(time.nanos() + 3 * quarter + random.nextLong(2 * quarter), null, action);
    }

    private void giveUp(Life life, NodeName silent) {
        connections(life, silent).forEach(end -> end.closeFromOutside(SILENCE));
    }

    private static List<ConnectionEnd> connections(Life life, NodeName other) {
        return life.ends().stream().filter(end -> end.other().equals(other)).toList();
    }

    void unblock(NodeName from, NodeName to) {
        for (Runnable arrival : wire(from, to).unblock()) {
            arrival.run();
        }
    }

    /// Breaks all connections between two machines.
    void reset(NodeName one, NodeName other) {
        Life life = machine(one);
        Life there = machine(other);
        if (life != null) {
            connections(life, other).forEach(this::noticeReset);
        }
        if (there != null) {
            connections(there, one).forEach(this::noticeReset);
        }
    }

    private void noticeReset(ConnectionEnd end) {
        end.cut(random.nextBoolean());
        time.at(
                time.nanos() + random.nextLong(NOTICE_NANOS),
                null,
                () -> end.closeFromOutside(RESET));
    }

    /// The machine's process ends: its kernel closes what it had open.
    void crash(Life life) {
        List<ConnectionEnd> ends = life.ends();
        life.end();
        ends.forEach(ConnectionEnd::endWithMachine);
    }

    /// The machine is gone without a word.
    void vanish(Life life) {
        List<ConnectionEnd> ends = life.ends();
        life.end();
        ends.forEach(end -> {
            Life other = machine(end.other());
            if (other != null) {
                afterSilence(() -> giveUpOf(other, end));
            }
        });
    }

    private static void giveUpOf(Life life, ConnectionEnd lost) {
        life.ends().stream()
                .filter(end -> end.isOtherEndOf(lost))
                .toList()
                .forEach(end -> end.closeFromOutside(SILENCE));
    }

    /// The machine does nothing for a while. Who hears nothing for the net tick time gives its connection up.
    void freeze(Life life, Duration pause) {
        long until = time.nanos() + pause.toNanos();
        life.freeze(until);
        for (ConnectionEnd end : life.ends()) {
            afterSilence(() -> {
                Life other = machine(end.other());
                if (other != null && life.frozenUntil() == until && until > time.nanos()) {
                    giveUpOf(other, end);
                }
            });
        }
    }
}
