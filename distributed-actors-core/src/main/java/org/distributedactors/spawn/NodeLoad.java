package org.distributedactors.spawn;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Binary;
import org.distributedactors.term.IntegerTerm;
import org.distributedactors.term.ListTerm;
import org.distributedactors.term.MapTerm;
import org.distributedactors.term.NodeName;
import org.distributedactors.term.Term;
import org.jspecify.annotations.Nullable;

/// How busy a node is, and what it starts.
///
/// On the wire, `#{processes => 12, actors => 3, queued => 0, cpu => 250, leaving => false, types => [<<"worker">>],
/// movable => [<<"worker">>, <<"ledger">>]}`.
/// Other keys are for later versions and are skipped.
///
/// @param node whose load it is
/// @param processes how many processes it has
/// @param actors how many of them somebody has spawned by their type, or may move by another one
/// @param queued how many messages wait for all of them
/// @param cpuPermille how much of its processors' time the JVM uses, in thousandths; 0 where that is not known
/// @param leaving whether it shuts down and takes nothing new
/// @param types the actor types that the node that asks may start there
/// @param movable the types of processes that the node that asks may move there
public record NodeLoad(
        NodeName node,
        long processes,
        long actors,
        long queued,
        int cpuPermille,
        boolean leaving,
        Set<String> types,
        Set<String> movable) {

    private static final int MOST_TYPES = 1024;
    private static final Atom PROCESSES = Atom.of("processes");
    private static final Atom ACTORS = Atom.of("actors");
    private static final Atom QUEUED = Atom.of("queued");
    private static final Atom CPU = Atom.of("cpu");
    private static final Atom LEAVING = Atom.of("leaving");
    private static final Atom TYPES = Atom.of("types");
    private static final Atom MOVABLE = Atom.of("movable");

    public NodeLoad {
        types = Set.copyOf(types);
        movable = Set.copyOf(movable);
    }

    /// Of a node on which the same types may be started and arrive.
    public NodeLoad(
            NodeName node,
            long processes,
            long actors,
            long queued,
            int cpuPermille,
            boolean leaving,
            Set<String> types) {
        this(node, processes, actors, queued, cpuPermille, leaving, types, types);
    }

    /// One number to compare nodes by: the processes and the messages that wait, up to twice that on a node whose processors
    /// are busy.
    public double score() {
        return (1.0 + processes + queued) * (1.0 + cpuPermille / 1000.0);
    }

    /// The same with so many more actors.
    NodeLoad plus(long more) {
        return more == 0
                ? this
                : new NodeLoad(
                        node,
                        processes + more,
                        actors + more,
                        queued,
                        cpuPermille,
                        leaving,
                        types,
                        movable);
    }

    Term toTerm() {
        Map<Term, Term> map = new HashMap<>();
        map.put(PROCESSES, IntegerTerm.of(processes));
        map.put(ACTORS, IntegerTerm.of(actors));
        map.put(QUEUED, IntegerTerm.of(queued));
        map.put(CPU, IntegerTerm.of(cpuPermille));
        map.put(LEAVING, Atom.of(leaving));
        map.put(TYPES, names(types));
        map.put(MOVABLE, names(movable));
        return MapTerm.of(map);
    }

    private static ListTerm names(Collection<String> types) {
        return ListTerm.of(types.stream().sorted().limit(MOST_TYPES).map(Binary::utf8).toList());
    }

    /// The load in this term; empty when it is none.
    static Optional<NodeLoad> from(NodeName node, Term term) {
        if (!(term instanceof MapTerm map) || !(map.get(TYPES) instanceof ListTerm names)) {
            return Optional.empty();
        }
        Set<String> types = read(names);
        // A node that says nothing of it is older, and takes what it starts.
        Set<String> movable = map.get(MOVABLE) instanceof ListTerm taken ? read(taken) : types;
        return Optional.of(
                new NodeLoad(
                        node,
                        number(map.get(PROCESSES)),
                        number(map.get(ACTORS)),
                        number(map.get(QUEUED)),
                        (int) Math.min(1000, number(map.get(CPU))),
                        map.get(LEAVING) instanceof Atom leaving && leaving.equals(Atom.TRUE),
                        types,
                        movable));
    }

    private static Set<String> read(ListTerm names) {
        Set<String> types = new LinkedHashSet<>();
        for (int i = 0; i < Math.min(MOST_TYPES, names.size()); i++) {
            if (names.get(i) instanceof Binary name) {
                types.add(name.utf8());
            }
        }
        return types;
    }

    /// What a peer says is taken where it makes sense.
    private static long number(@Nullable Term term) {
        return term instanceof IntegerTerm number && number.isLong()
                ? Math.clamp(number.longValue(), 0, Integer.MAX_VALUE)
                : 0;
    }
}
