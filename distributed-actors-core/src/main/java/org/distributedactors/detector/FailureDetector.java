package org.distributedactors.detector;

import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.LongAdder;
import org.distributedactors.behaviour.CallTimeoutException;
import org.distributedactors.node.Node;
import org.distributedactors.node.NodeEvent;
import org.distributedactors.process.ExitReason;
import org.distributedactors.process.ProcessBehaviour;
import org.distributedactors.process.ProcessRuntime;
import org.distributedactors.process.Self;
import org.distributedactors.process.SpawnOptions;
import org.distributedactors.term.Atom;
import org.distributedactors.term.IntegerTerm;
import org.distributedactors.term.NodeName;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Term;
import org.distributedactors.term.Tuple;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Gives up a silent node of this library after the suspicion time, where the net tick alone would take a minute.
///
/// After nodeup each of two such nodes asks the other to write at least eight times in the suspicion time; a tick will do. From
/// then on it is watched, whether it has answered or not.
/// A peer of which nothing is read for half of that time is suspected. Up to three others are then asked whether they hear
/// it; it is given up after the whole time unless one of them does. The connection then ends as with a net tick that timed
/// out: monitors and links fire with `noconnection`.
///
/// In a partition no node on this side hears those on the other, so all of them are given up in time. Where only one
/// connection of three is dead, the two nodes at its ends keep each other until the net tick, since the third hears both.
/// A node that was stopped and goes on accuses nobody, since it counts checks that it made and not time that went by. Nodes
/// of Erlang are never asked, nor given up by this.
///
/// On the wire these are requests for the capability `failure_detector`: `{beat, Milliseconds}`, answered `ok`, and
/// `{heard, Node}`, answered `true`, `false` or `unknown`.
public final class FailureDetector {

    /// The name under which nodes offer it to each other.
    public static final String CAPABILITY = "failure_detector";

    private static final Logger log = LoggerFactory.getLogger(FailureDetector.class);
    private static final Atom NAME = Atom.of("distributed_actors_failure_detector");
    private static final Atom BEAT = Atom.of("beat");
    private static final Atom HEARD = Atom.of("heard");
    private static final Atom UNKNOWN = Atom.of("unknown");

    /// What a peer may ask for: no more work than this, and not so little that it is no promise.
    private static final long LEAST_MILLIS = 50;

    private static final long MOST_MILLIS = 60_000;

    private final Node node;
    private final Duration suspicionTime;
    private final LongAdder suspicions = new LongAdder();
    private final LongAdder givenUp = new LongAdder();
    private volatile Set<NodeName> suspected = Set.of();

    /// What the kernel's thread alone touches; a new one for each life of the node.
    private volatile @Nullable SuspicionState state;

    /// @param suspicionTime the silence after which a peer of this library is down, at least 400 ms; zero leaves all to the
    ///     net tick, while this node does for others what they ask
    public FailureDetector(Node node, Duration suspicionTime) {
        if (suspicionTime.isNegative()
                || (!suspicionTime.isZero() && interval(suspicionTime).toMillis() < LEAST_MILLIS)) {
            throw new IllegalArgumentException("no suspicion time: " + suspicionTime);
        }
        this.node = node;
        this.suspicionTime = suspicionTime;
        node.capabilities().offer(CAPABILITY, this::answer);
    }

    private static Duration interval(Duration suspicionTime) {
        return suspicionTime.dividedBy(SuspicionState.INTENSITY);
    }

    /// Begins with this life of the node, before its first connection.
    public void start() {
        suspected = Set.of();
        SuspicionState fresh = new SuspicionState(node.environment().random());
        state = fresh;
        if (suspicionTime.isZero()) {
            return;
        }
        Pid watcher =
                node.spawn(
                                SpawnOptions.DEFAULT
                                        .withName(NAME)
                                        .withActivator(node.environment().kernelActivator()),
                                new Watcher(fresh))
                        .pid();
        ProcessRuntime processes = node.processes();
        node.addListener(event -> processes.send(watcher, event));
    }

    /// Those that are silent now and may be given up soon.
    public Set<NodeName> suspected() {
        return suspected;
    }

    /// How many times a peer was suspected.
    public long suspicions() {
        return suspicions.sum();
    }

    /// How many times a peer was given up.
    public long givenUp() {
        return givenUp.sum();
    }

    // ---- what other nodes ask for

    private Term answer(NodeName peer, Term request) {
        if (request instanceof Tuple asked && asked.isTagged(BEAT, 2)) {
            return beat(peer, asked.get(1));
        }
        if (request instanceof Tuple asked
                && asked.isTagged(HEARD, 2)
                && asked.get(1) instanceof Atom name) {
            return heard(name);
        }
        throw new IllegalArgumentException("badarg");
    }

    private Term beat(NodeName peer, Term interval) {
        if (!(interval instanceof IntegerTerm number) || !number.isLong()) {
            throw new IllegalArgumentException("badarg");
        }
        long millis = number.longValue();
        if (millis < LEAST_MILLIS || millis > MOST_MILLIS) {
            throw new IllegalArgumentException("badarg");
        }
        node.beat(peer, Duration.ofMillis(millis));
        return Atom.OK;
    }

    private Term heard(Atom name) {
        SuspicionState now = state;
        Boolean heard = now == null ? null : now.heard(NodeName.of(name.name()));
        return heard == null ? UNKNOWN : heard ? Atom.TRUE : Atom.FALSE;
    }

    // ---- the process

    private record Check() {}

    private record Refused(NodeName peer, long connection) {}

    private record Answered(NodeName helper, NodeName about, boolean heard) {}

    private final class Watcher implements ProcessBehaviour {

        private final SuspicionState state;
        private final Set<NodeName> asked = new HashSet<>();
        private final Duration interval = interval(suspicionTime);

        private Watcher(SuspicionState state) {
            this.state = state;
        }

        @Override
        public @Nullable ExitReason start(Self self) {
            self.sendAfter(interval, new Check());
            return null;
        }

        @Override
        public @Nullable ExitReason receive(Self self, Object message) {
            switch (message) {
                case NodeEvent.NodeUp up -> {
                    state.up(up.node(), up.connection());
                    asked.remove(up.node());
                }
                case NodeEvent.NodeDown down -> {
                    state.down(down.node());
                    asked.remove(down.node());
                }
                case Refused(NodeName peer, long connection) -> refused(peer, connection);
                case Answered(NodeName helper, NodeName about, boolean heard) ->
                        state.answered(helper, about, heard);
                case Check ignored -> {
                    check(self);
                    // Not at multiples: after a pause of this node the missed checks would come one
                    // after the other.
                    self.sendAfter(interval, new Check());
                }
                default -> {}
            }
            return null;
        }

        private void check(Self self) {
            Map<NodeName, Long> bytesIn = node.bytesIn();
            bytesIn.keySet().forEach(peer -> askForBeats(self.pid(), peer));
            state.check(bytesIn).forEach(step -> perform(self.pid(), step));
            suspected = state.suspected();
            node.heard(state.heard());
        }

        private void askForBeats(Pid self, NodeName peer) {
            Long connection = state.connection(peer);
            if (connection == null
                    || state.isWatched(peer)
                    || !node.capabilities().offeredBy(peer, CAPABILITY)
                    || !asked.add(peer)) {
                return;
            }
            Term request = Tuple.of(BEAT, IntegerTerm.of(interval.toMillis()));
            state.asked(peer, connection);
            node.capabilities()
                    .ask(peer, CAPABILITY, request, suspicionTime)
                    .whenComplete((answer, failure) -> {
                        // Whoever says nothing at all is not excused by that.
                        if (failure != null ? !isSilence(failure) : !Atom.OK.equals(answer)) {
                            tell(self, new Refused(peer, connection));
                        }
                    });
        }

        private static boolean isSilence(Throwable failure) {
            Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
            return cause instanceof CallTimeoutException;
        }

        private void refused(NodeName peer, long connection) {
            Long current = state.connection(peer);
            if (current != null && current == connection) {
                state.refused(peer);
                asked.remove(peer);
            }
        }

        /// The kernel's thread does not wait for a log that stands still.
        private void say(NodeName peer, String text) {
            node.environment()
                    .logLines()
                    .execute(() -> log.atInfo().addKeyValue("peer", peer).log(text, peer));
        }

        private void perform(Pid self, SuspicionState.Step step) {
            switch (step) {
                case SuspicionState.Step.Suspect(NodeName peer) -> {
                    suspicions.increment();
                    say(peer, "Node {} is silent; others are asked about it");
                }
                case SuspicionState.Step.Relieve(NodeName peer) ->
                        say(peer, "Node {} is heard again");
                case SuspicionState.Step.Ask(NodeName helper, NodeName about) ->
                        node.capabilities()
                                .ask(helper, CAPABILITY, Tuple.of(HEARD, about.atom()), interval)
                                .thenAccept(answer -> answered(self, helper, about, answer));
                case SuspicionState.Step.GiveUp(NodeName peer, long connection, String detail) -> {
                    givenUp.increment();
                    String text = detail + " (suspicion time " + suspicionTime.toMillis() + " ms)";
                    node.giveUp(peer, connection, text);
                }
            }
        }

        private void answered(Pid self, NodeName helper, NodeName about, Term answer) {
            if (!answer.equals(UNKNOWN)) {
                tell(self, new Answered(helper, about, answer.equals(Atom.TRUE)));
            }
        }

        private void tell(Pid self, Object message) {
            node.processes().send(self, message);
        }
    }
}
