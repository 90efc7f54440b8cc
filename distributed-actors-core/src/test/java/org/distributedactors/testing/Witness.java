package org.distributedactors.testing;

import java.util.HashMap;
import java.util.Map;
import org.distributedactors.process.Down;
import org.distributedactors.process.Exit;
import org.distributedactors.process.ExitReason;
import org.distributedactors.process.ProcessBehaviour;
import org.distributedactors.process.Self;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Reference;
import org.jspecify.annotations.Nullable;

/// A process that watches another by a monitor and by a link, and counts what it hears of its end.
final class Witness implements ProcessBehaviour {

    private final Pid target;
    private final Map<Reference, Integer> downs = new HashMap<>();
    private int exits;
    private boolean started;

    Witness(Pid target) {
        this.target = target;
    }

    Pid target() {
        return target;
    }

    @Override
    public @Nullable ExitReason start(Self self) {
        self.trapExit(true);
        downs.put(self.monitor(target), 0);
        self.link(target);
        started = true;
        return null;
    }

    @Override
    public @Nullable ExitReason receive(Self self, Object message) {
        switch (message) {
            case Down down -> downs.merge(down.ref(), 1, Integer::sum);
            case Exit exit when exit.from().equals(target) -> exits++;
            default -> {}
        }
        return null;
    }

    /// What is wrong, once the target is gone; empty when all is well.
    String verdict() {
        return !started || (downs.values().stream().allMatch(count -> count == 1) && exits == 1)
                ? ""
                : "of " + target + " heard downs=" + downs.values() + " exits=" + exits;
    }

    /// What is wrong whatever the target does.
    boolean heardTooMuch() {
        return exits > 1 || downs.values().stream().anyMatch(count -> count > 1);
    }
}
