package org.distributedactors.node;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/// Counts what other nodes asked for in vain, and tells who listens. Any thread may use it.
public final class Refusals {

    private final Map<Refusal.Kind, LongAdder> counts = new EnumMap<>(Refusal.Kind.class);
    private final List<Consumer<Refusal>> listeners = new CopyOnWriteArrayList<>();

    Refusals() {
        for (Refusal.Kind kind : Refusal.Kind.values()) {
            counts.put(kind, new LongAdder());
        }
    }

    /// How many there were since the node was made.
    public long count(Refusal.Kind kind) {
        LongAdder adder = counts.get(kind);
        return adder == null ? 0 : adder.sum();
    }

    /// Calls a listener for each refusal, in this life of the node and in every later one, on the thread that refused: it must
    /// not block, and a peer decides how often it is called.
    public void addListener(Consumer<Refusal> listener) {
        listeners.add(listener);
    }

    /// One more.
    public void refused(Refusal refusal) {
        LongAdder adder = counts.get(refusal.kind());
        if (adder != null) {
            adder.increment();
        }
        listeners.forEach(listener -> listener.accept(refusal));
    }
}
