package org.distributedactors.sample.watch;

import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.distributedactors.behaviour.GenServer;
import org.distributedactors.behaviour.Next;
import org.distributedactors.boot.actor.Actor;
import org.distributedactors.node.Node;
import org.distributedactors.node.NodeEvent;
import org.distributedactors.process.Down;
import org.distributedactors.process.ExitReason;
import org.distributedactors.process.Self;
import org.distributedactors.spawn.RemoteSpawner;
import org.distributedactors.spawn.SpawnFailedException;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Reference;

/// Monitors processes on any node. Exactly one `Down` comes for each, whatever ends it; when the reason is `noconnection`,
/// its node is gone, and the watcher starts another one here.
@Actor("watcher")
class WatcherActor implements GenServer<WatchMessage> {

    private static final int KEPT_EVENTS = 50;

    private final Node node;
    private final RemoteSpawner spawner;
    private final Clock clock = Clock.systemUTC();
    private final Map<Reference, WatchMessage.Watch> monitors = new LinkedHashMap<>();
    private final Map<Pid, Watched> watched = new LinkedHashMap<>();
    private final Deque<Event> events = new ArrayDeque<>();

    @SuppressWarnings("NullAway.Init") // set by init, before any message
    private Self self;

    WatcherActor(Node node, RemoteSpawner spawner) {
        this.node = node;
        this.spawner = spawner;
    }

    @Override
    public Next init(Self me) {
        self = me;
        node.monitorNodes(me.pid());
        return noReply();
    }

    @Override
    public Next handle(WatchMessage message) {
        return switch (message) {
            case WatchMessage.Watch watch -> {
                saw("%s runs on %s".formatted(watch.name(), watch.pid().node().name()));
                yield reply(watch, watch(watch));
            }
            case WatchMessage.All all -> reply(all, List.copyOf(watched.values()));
            case WatchMessage.Events all -> reply(all, List.copyOf(events));
        };
    }

    private Watched watch(WatchMessage.Watch watch) {
        Watched alive = Watched.alive(watch.name(), watch.pid());
        monitors.put(self.monitor(watch.pid()), watch);
        watched.put(watch.pid(), alive);
        return alive;
    }

    @Override
    public Next handleInfo(Object info) {
        switch (info) {
            case Down down when monitors.containsKey(down.ref()) ->
                    lost(monitors.remove(down.ref()), down.reason());
            case NodeEvent.NodeUp up -> saw("%s is up".formatted(up.node()));
            case NodeEvent.NodeDown down ->
                    saw("%s is down: %s".formatted(down.node(), down.reason()));
            default -> {}
        }
        return noReply();
    }

    private void lost(WatchMessage.Watch watch, ExitReason reason) {
        watched.computeIfPresent(watch.pid(), (pid, shown) -> shown.lost(reason.toString()));
        saw("%s is lost: %s".formatted(watch.name(), reason));
        if (reason.equals(ExitReason.NOCONNECTION)) {
            startAgain(watch);
        }
    }

    private void startAgain(WatchMessage.Watch watch) {
        try {
            Pid pid = spawner.spawn(node.name(), watch.type(), watch.name());
            watch(new WatchMessage.Watch(watch.type(), watch.name(), pid));
            saw("%s was started again on %s".formatted(watch.name(), node.name()));
        } catch (SpawnFailedException failure) {
            saw("%s stays lost: %s".formatted(watch.name(), failure.getMessage()));
        }
    }

    private void saw(String what) {
        events.addFirst(new Event(clock.instant(), what));
        if (events.size() > KEPT_EVENTS) {
            events.removeLast();
        }
    }
}
