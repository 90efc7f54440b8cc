package org.distributedactors.boot.actor;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.distributedactors.global.GlobalFailover;
import org.distributedactors.kernel.Kernel;
import org.distributedactors.migration.MigrationEvent;
import org.distributedactors.process.ProcessBehaviour;
import org.distributedactors.term.Pid;
import org.jspecify.annotations.Nullable;

/// Brings instances of global actors that move together with the candidates for their names, and other named actors that come
/// here under the care of the supervisor of spawned ones. Any thread may use it.
///
/// Who comes is known before the candidate is told, and a candidate is known before it starts; so whichever is first, the
/// candidate learns that it has an instance.
final class MovedActors {

    private final Kernel kernel;
    private final Map<String, ActorDefinition> named = new ConcurrentHashMap<>();
    private final Map<String, Pid> candidates = new ConcurrentHashMap<>();
    private final Map<String, Pid> here = new ConcurrentHashMap<>();
    private final Map<String, Function<Supplier<@Nullable Pid>, ProcessBehaviour>> makers =
            new ConcurrentHashMap<>();

    MovedActors(Kernel kernel) {
        this.kernel = kernel;
        kernel.migrator().onEvent(this::moved);
    }

    /// An actor with a name that may move.
    void declare(ActorDefinition actor) {
        named.put(actor.type(), actor);
    }

    /// The supervisors of the application start: says how an instance is made that comes here.
    ///
    /// @param maker gets what gives the pid whose exit is to end the instance
    void maker(ActorDefinition actor, Function<Supplier<@Nullable Pid>, ProcessBehaviour> maker) {
        makers.put(actor.type(), maker);
    }

    /// The candidate for the name of an actor starts.
    void candidate(ActorDefinition actor, Pid candidate) {
        candidates.put(actor.type(), candidate);
    }

    /// Whether this is the instance of the actor that has come here.
    boolean isHere(ActorDefinition actor, Pid instance) {
        return instance.equals(here.get(actor.type()));
    }

    /// The behaviour of an instance that comes here.
    ///
    /// @throws IllegalStateException while the actors of this application do not run
    ProcessBehaviour coming(ActorDefinition actor) {
        var maker = makers.get(actor.type());
        if (maker == null) {
            throw new IllegalStateException("the actors of this node have not started yet");
        }
        return maker.apply(() -> candidates.get(actor.type()));
    }

    /// The actors end; nothing is left of what was known of them.
    void clear() {
        makers.clear();
        candidates.clear();
        here.clear();
    }

    private void moved(MigrationEvent event) {
        ActorDefinition actor = named.get(event.type());
        if (actor == null || !kernel.node().isUp()) {
            return;
        }
        switch (event) {
            case MigrationEvent.Arrived come -> arrived(actor, come.to());
            case MigrationEvent.Departed gone -> {
                here.remove(actor.type(), gone.from());
                kernel.remoteSpawner().actors().release(gone.from());
                tell(actor, new GlobalFailover.Departed(gone.from(), gone.to()));
            }
            default -> {}
        }
    }

    private void arrived(ActorDefinition actor, Pid instance) {
        if (actor.global().isEmpty() || !actor.failover()) {
            kernel.remoteSpawner().actors().adopt(instance, actor.type());
        } else {
            here.put(actor.type(), instance);
            tell(actor, new GlobalFailover.Arrived(instance));
        }
    }

    private void tell(ActorDefinition actor, Object news) {
        Pid candidate = candidates.get(actor.type());
        if (candidate != null) {
            kernel.node().send(candidate, news);
        }
    }
}
