package org.distributedactors.node;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.distributedactors.process.Down;
import org.distributedactors.process.ExitReason;
import org.distributedactors.process.MonitorBook;
import org.distributedactors.process.ProcessRuntime;
import org.distributedactors.term.Atom;
import org.distributedactors.term.NodeName;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Reference;

/// Processes that want to hear of nodes: of all that come and go (`net_kernel:monitor_nodes/1`), or of the loss of one
/// (`monitor_node/2`). Any thread may call.
final class NodeMonitors implements NodeListener {

    private static final int FIRST_LOOK = 256;

    private final ProcessRuntime runtime;
    private final ConcurrentHashMap<Pid, Boolean> ofAll = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Reference, OfOne> ofOne = new ConcurrentHashMap<>();

    /// Those whose watcher is dead are looked for when this many are there.
    private volatile int lookAt = FIRST_LOOK;

    private record OfOne(Pid watcher, NodeName node) {}

    NodeMonitors(ProcessRuntime runtime) {
        this.runtime = runtime;
    }

    void monitorAll(Pid watcher) {
        ofAll.put(watcher, true);
    }

    void demonitorAll(Pid watcher) {
        ofAll.remove(watcher);
    }

    Reference monitor(Pid watcher, NodeName node) {
        if (ofOne.size() >= lookAt) {
            forgetDead();
        }
        Reference ref = runtime.makeRef();
        runtime.monitors().add(ref, watcher, node.atom(), MonitorBook.Kind.NODE);
        ofOne.put(ref, new OfOne(watcher, node));
        return ref;
    }

    /// Not at each monitor: with as many monitors as living watchers the search would be long and in vain.
    private void forgetDead() {
        ofOne.forEach((ref, monitor) -> {
            if (!runtime.isAlive(monitor.watcher())) {
                demonitor(ref);
            }
        });
        lookAt = Math.max(FIRST_LOOK, 2 * ofOne.size());
    }

    void demonitor(Reference ref) {
        if (ofOne.remove(ref) != null) {
            runtime.monitors().remove(ref);
        }
    }

    @Override
    public void nodeEvent(NodeEvent event) {
        ofAll.keySet().removeIf(watcher -> !runtime.isAlive(watcher));
        ofAll.keySet().forEach(watcher -> runtime.send(watcher, event));
        if (event instanceof NodeEvent.NodeDown down) {
            fire(down.node());
        }
    }

    /// The node is gone, or cannot be reached: whoever watches it is told once.
    void fire(NodeName node) {
        List<Reference> fired =
                ofOne.entrySet().stream()
                        .filter(entry -> entry.getValue().node().equals(node))
                        .map(Map.Entry::getKey)
                        .toList();
        fired.forEach(this::fire);
    }

    private void fire(Reference ref) {
        OfOne monitor = ofOne.remove(ref);
        if (monitor != null) {
            runtime.monitors().fired(ref, ExitReason.NOCONNECTION);
            Atom node = monitor.node().atom();
            runtime.send(monitor.watcher(), new Down(ref, node, ExitReason.NOCONNECTION));
        }
    }
}
