package org.distributedactors.migration;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.distributedactors.global.GlobalRegistry;
import org.distributedactors.node.Node;
import org.distributedactors.pg.ProcessGroups;
import org.distributedactors.spawn.Recovery;
import org.distributedactors.term.Reference;

/// What migrations of all lives of a node share.
final class MigrationServices {

    /// Is told, at once and by whoever gets there, that a migration has come to a point; for tests that break it off there.
    @FunctionalInterface
    interface Observer {
        void at(MigrationPoint point, Reference migration);
    }

    private final Node node;
    private final MovableTypes types;
    private final GlobalRegistry names;
    private final ProcessGroups groups;
    private final Recovery recovery;
    private final MigrationSettings settings;
    private final MigrationCounters counters = new MigrationCounters();
    private final List<Consumer<MigrationEvent>> listeners = new CopyOnWriteArrayList<>();
    private final BooleanSupplier accepting;
    private volatile Observer observer = (point, migration) -> {};

    MigrationServices(
            Node node,
            MovableTypes types,
            GlobalRegistry names,
            ProcessGroups groups,
            Recovery recovery,
            MigrationSettings settings,
            BooleanSupplier accepting) {
        this.node = node;
        this.types = types;
        this.names = names;
        this.groups = groups;
        this.recovery = recovery;
        this.settings = settings;
        this.accepting = accepting;
    }

    MovableTypes types() {
        return types;
    }

    GlobalRegistry names() {
        return names;
    }

    ProcessGroups groups() {
        return groups;
    }

    /// What starts processes again whose node was lost.
    Recovery recovery() {
        return recovery;
    }

    MigrationSettings settings() {
        return settings;
    }

    MigrationCounters counters() {
        return counters;
    }

    boolean accepts() {
        return accepting.getAsBoolean();
    }

    void observe(Observer newObserver) {
        observer = newObserver;
    }

    void at(MigrationPoint point, Reference migration) {
        observer.at(point, migration);
    }

    void onEvent(Consumer<MigrationEvent> listener) {
        listeners.add(listener);
    }

    void tell(MigrationEvent event) {
        if (!listeners.isEmpty()) {
            callBack(() -> listeners.forEach(listener -> listener.accept(event)));
        }
    }

    /// Runs the application's code, which has no place on the kernel's thread.
    void callBack(Runnable action) {
        node.environment().callbacks().execute(action);
    }
}
