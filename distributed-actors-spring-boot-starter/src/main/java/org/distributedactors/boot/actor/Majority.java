package org.distributedactors.boot.actor;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.distributedactors.kernel.Kernel;
import org.distributedactors.node.Node;
import org.distributedactors.term.Pid;

/// Tells processes of this node when it may have come to the side of the majority, or left it. Any thread may use it.
final class Majority {

    private final Node node;
    private final MajorityRule rule;
    private final List<Pid> watchers = new CopyOnWriteArrayList<>();

    /// Time to ask {@link #holds} again.
    record Changed() {}

    Majority(Kernel kernel, MajorityRule rule) {
        this.node = kernel.node();
        this.rule = rule;
        kernel.addListener(event -> tell());
    }

    private void tell() {
        if (node.isUp()) {
            watchers.forEach(watcher -> node.send(watcher, new Changed()));
        }
    }

    boolean holds() {
        return rule.holds(node.name(), node.nodes());
    }

    /// For a log line: how many of how many.
    String count() {
        return rule.reached(node.name(), node.nodes()) + " of " + rule.seeds().size();
    }

    void watch(Pid watcher) {
        watchers.removeIf(pid -> !node.processes().isAlive(pid));
        watchers.add(watcher);
    }
}
