package org.distributedactors.boot.context;

import org.distributedactors.global.GlobalEvent;
import org.distributedactors.kernel.Kernel;
import org.distributedactors.node.NodeEvent;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Term;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;

/// Starts the node with the application and stops it with it. Nothing else opens a socket or a thread.
///
/// The node is up before the web server takes requests, and leaves after the last request was answered. When the context is
/// paused and goes on, the node starts again as a new incarnation.
public final class KernelLifecycle implements SmartLifecycle {

    /// Below the web server's phase, so that the node starts before it and stops after it.
    public static final int PHASE = DEFAULT_PHASE - 4096;

    private static final Logger log = LoggerFactory.getLogger(KernelLifecycle.class);

    private final Kernel kernel;
    private final ApplicationEventPublisher publisher;
    private volatile @Nullable ApplicationEvents events;

    public KernelLifecycle(Kernel kernel, ApplicationEventPublisher publisher) {
        this.kernel = kernel;
        this.publisher = publisher;
        kernel.addListener(this::nodeEvent);
        kernel.globalRegistry().onEvent(this::globalEvent);
        kernel.node().refusals().addListener(new RefusalEvents(this::publish, System::nanoTime));
    }

    /// @throws org.distributedactors.transport.TransportException when the network cannot be opened
    @Override
    public synchronized void start() {
        ApplicationEvents next = new ApplicationEvents(publisher);
        events = next;
        try {
            kernel.start();
        } catch (RuntimeException failure) {
            events = null;
            next.discard();
            throw failure;
        }
        next.open(new NodeStartedEvent(kernel.node().name()));
        if (!kernel.node().isDistributed()) {
            log.info(
                    "No cookie is set, so this node is local and listens nowhere; to form a cluster"
                            + " set the same distributed-actors.cookie on every node");
        }
    }

    @Override
    public synchronized void stop() {
        kernel.stop();
        ApplicationEvents last = events;
        events = null;
        if (last != null) {
            last.publish(new NodeStoppedEvent(kernel.node().name()));
            last.close();
        }
    }

    /// Publishes an application event after those that came before it, while the node is up. Any thread may call.
    public void publish(Object event) {
        ApplicationEvents current = events;
        if (current != null) {
            current.publish(event);
        }
    }

    @Override
    public boolean isRunning() {
        return events != null && kernel.isRunning();
    }

    @Override
    public int getPhase() {
        return PHASE;
    }

    private void nodeEvent(NodeEvent event) {
        publish(
                switch (event) {
                    case NodeEvent.NodeUp up -> new NodeUpEvent(up.node());
                    case NodeEvent.NodeDown down -> new NodeDownEvent(down.node(), down.reason());
                });
    }

    private void globalEvent(GlobalEvent event) {
        ApplicationEvents current = events;
        if (current == null) {
            return;
        }
        switch (event) {
            case GlobalEvent.NameConflict(Term name, Pid first, Pid second, Pid kept) ->
                    current.publish(new GlobalNameConflictEvent(name, first, second, kept));
            case GlobalEvent.ConnectionRemoved(Atom node, Atom reporter, Atom lost) ->
                    current.publish(new ConnectionRemovedEvent(node, reporter, lost));
            default -> {}
        }
    }
}
