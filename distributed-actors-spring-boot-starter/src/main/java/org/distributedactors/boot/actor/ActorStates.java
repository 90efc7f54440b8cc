package org.distributedactors.boot.actor;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.distributedactors.boot.context.ActorFailedEvent;
import org.distributedactors.process.ExitReason;
import org.jspecify.annotations.Nullable;

/// What has become of the actors that start with the application. Usable from any thread.
public final class ActorStates {

    private final Map<String, String> down = new ConcurrentHashMap<>();
    private final List<Consumer<ActorFailedEvent>> listeners = new CopyOnWriteArrayList<>();
    private volatile @Nullable ExitReason supervisorEnded;

    ActorStates() {}

    /// The actors that failed too often and stay down, by the name of their bean, each with one word of why.
    public Map<String, String> down() {
        return new TreeMap<>(down);
    }

    /// Why the supervisor of all actors has ended, if it has: then none of them runs and none will be started.
    public Optional<ExitReason> supervisorEnded() {
        return Optional.ofNullable(supervisorEnded);
    }

    /// Hears of each failure, in the process of a supervisor, so it must be quick.
    public void onFailure(Consumer<ActorFailedEvent> listener) {
        listeners.add(listener);
    }

    void failed(ActorFailedEvent event) {
        listeners.forEach(listener -> listener.accept(event));
    }

    void staysDown(String beanName, ExitReason reason) {
        down.put(beanName, reason.kind());
    }

    void ended(ExitReason reason) {
        supervisorEnded = reason;
    }

    /// The actors start, for the first time or again.
    void clear() {
        down.clear();
        supervisorEnded = null;
    }
}
