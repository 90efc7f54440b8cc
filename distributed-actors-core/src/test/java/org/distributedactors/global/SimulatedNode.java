package org.distributedactors.global;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Term;

/// One node of the simulation: the state under test, processes that do nothing, monitors between them.
final class SimulatedNode {

    private static final GlobalSettings SETTINGS = GlobalSettings.defaults();

    private final GlobalSimulation simulation;
    private final Atom name;
    private final RandomGenerator random;
    private int creation;
    private boolean running;
    private int lastPid;
    private long lastRequest;
    private GlobalPids pids;
    private GlobalState state;
    private final Set<Pid> processes = new LinkedHashSet<>();
    private final Map<Pid, List<Term>> mailboxes = new HashMap<>();
    private final Map<Pid, List<Watcher>> watchers = new HashMap<>();
    private final Map<Long, Pid> watched = new LinkedHashMap<>();
    private final Map<Long, Outcome> outcomes = new HashMap<>();
    private final List<GlobalEvent> events = new ArrayList<>();
    private final Map<Pid, Pid> killedBy = new LinkedHashMap<>();

    private record Watcher(SimulatedNode node, long monitor) {}

    SimulatedNode(GlobalSimulation simulation, Atom name, RandomGenerator random) {
        this.simulation = simulation;
        this.name = name;
        this.random = random;
        start();
    }

    Atom name() {
        return name;
    }

    boolean isRunning() {
        return running;
    }

    void start() {
        running = true;
        creation++;
        lastPid = 0;
        processes.clear();
        mailboxes.clear();
        watchers.clear();
        watched.clear();
        pids = new GlobalPids(spawn(), spawn(), spawn());
        state = new GlobalState(pids, SETTINGS, processes::contains, random);
    }

    /// The node is gone at once, without a word.
    void crash() {
        running = false;
        processes.clear();
    }

    Pid spawn() {
        Pid pid = new Pid(name, ++lastPid, 0, creation);
        processes.add(pid);
        mailboxes.put(pid, new ArrayList<>());
        return pid;
    }

    /// What a process was sent, apart from the three of `global`.
    List<Term> mailbox(Pid pid) {
        return mailboxes.get(pid);
    }

    List<GlobalEvent> events() {
        return events;
    }

    /// Which processes were killed here, and by whom.
    Map<Pid, Pid> killedBy() {
        return killedBy;
    }

    GlobalState state() {
        return state;
    }

    boolean isAlive(Pid pid) {
        return processes.contains(pid);
    }

    void kill(Pid pid) {
        if (processes.remove(pid)) {
            List<Watcher> told = watchers.getOrDefault(pid, List.of());
            watchers.remove(pid);
            told.forEach(this::tellDown);
        }
    }

    private void tellDown(Watcher watcher) {
        simulation.send(
                this, watcher.node, () -> watcher.node.down(watcher.monitor, false), () -> {});
    }

    private void down(long monitor, boolean noConnection) {
        Pid target = watched.remove(monitor);
        if (target != null) {
            run(state.down(monitor, target, noConnection));
        }
    }

    // What users do.

    long register(String global, Pid pid) {
        return register(global, pid, ConflictMethod.RANDOM_EXIT_NAME);
    }

    long register(String global, Pid pid, ConflictMethod method) {
        return change(
                new NameChange.Register(new GlobalName(Atom.of(global), pid, method.asFun())));
    }

    long reRegister(String global, Pid pid) {
        Term method = ConflictMethod.RANDOM_EXIT_NAME.asFun();
        return change(new NameChange.ReRegister(new GlobalName(Atom.of(global), pid, method)));
    }

    long unregister(String global) {
        return change(new NameChange.Unregister(Atom.of(global)));
    }

    private long change(NameChange change) {
        long request = ++lastRequest;
        run(state.change(request, change));
        return request;
    }

    long sync(SimulatedNode... others) {
        long request = ++lastRequest;
        run(state.sync(request, List.of(others).stream().map(SimulatedNode::name).toList()));
        return request;
    }

    void prepareShutdown() {
        run(state.prepareShutdown());
    }

    void abandon(long request) {
        run(state.abandon(request));
    }

    /// How a request ended, or null while it has not.
    Outcome outcome(long request) {
        return outcomes.get(request);
    }

    Pid whereis(String global) {
        return state.whereis(Atom.of(global));
    }

    /// All names here with their owners, dead or not.
    Map<String, Pid> table() {
        Map<String, Pid> table = new TreeMap<>();
        for (Term global : state.names()) {
            table.put(global.toString(), state.whereis(global));
        }
        return table;
    }

    // What the network does.

    void nodeUp(SimulatedNode other) {
        simulation.trace(this, "up " + other.name);
        run(state.nodeUp(other.name));
    }

    void nodeDown(SimulatedNode other) {
        simulation.trace(this, "down " + other.name);
        watched.entrySet().stream()
                .filter(entry -> entry.getValue().node().equals(other.name))
                .map(Map.Entry::getKey)
                .toList()
                .forEach(monitor -> down(monitor, true));
        watchers.values().forEach(list -> list.removeIf(watcher -> watcher.node == other));
        run(state.nodeDown(other.name));
    }

    /// A message as it came from the wire, for one of our processes.
    void receive(Pid to, Term message) {
        if (to.equals(pids.server()) || to.equals(pids.locker()) || to.equals(pids.registrar())) {
            run(state.receive(GlobalCodec.read(message)));
        } else if (processes.contains(to)) {
            mailboxes.get(to).add(message);
        }
    }

    void receiveAtServer(Term message) {
        receive(pids.server(), message);
    }

    private void run(List<GlobalEffect> effects) {
        effects.forEach(this::run);
    }

    private void run(GlobalEffect effect) {
        simulation.trace(this, effect);
        switch (effect) {
            case GlobalEffect.Send send -> {
                SimulatedNode to = simulation.node(send.to().node());
                simulation.send(this, to, () -> to.receive(send.to(), send.message()), () -> {});
            }
            case GlobalEffect.SendToAlias _ ->
                    throw new AssertionError("nobody calls with an alias");
            case GlobalEffect.SendToServer send -> {
                SimulatedNode to = simulation.node(send.node());
                simulation.send(this, to, () -> to.receiveAtServer(send.message()), () -> {});
            }
            case GlobalEffect.Exit exit -> kill(exit);
            case GlobalEffect.Monitor monitor -> monitor(monitor);
            case GlobalEffect.Demonitor demonitor -> watched.remove(demonitor.monitor());
            case GlobalEffect.StartTimer timer -> startTimer(timer);
            case GlobalEffect.Connect connect -> connect(simulation.node(connect.node()));
            case GlobalEffect.Disconnect disconnect ->
                    simulation.link(this, simulation.node(disconnect.node())).cut();
            case GlobalEffect.Resolve resolve -> resolve(resolve);
            case GlobalEffect.AskAges ages -> {
                run(state.aged(ages.hisCall(), Atom.UNDEFINED));
                run(state.aged(ages.oursCall(), Atom.UNDEFINED));
            }
            case GlobalEffect.Complete done -> outcomes.put(done.request(), done.outcome());
            case GlobalEffect.Notify notify -> events.add(notify.event());
        }
    }

    private void kill(GlobalEffect.Exit exit) {
        SimulatedNode owner = simulation.node(exit.to().node());
        simulation.send(
                this,
                owner,
                () -> {
                    owner.killedBy.put(exit.to(), exit.from());
                    owner.kill(exit.to());
                },
                () -> {});
    }

    private void monitor(GlobalEffect.Monitor monitor) {
        SimulatedNode owner = simulation.node(monitor.target().node());
        watched.put(monitor.monitor(), monitor.target());
        GlobalState then = state;
        simulation.send(
                this,
                owner,
                () -> owner.watch(monitor.target(), new Watcher(this, monitor.monitor())),
                () -> {
                    if (state == then) {
                        down(monitor.monitor(), true);
                    }
                });
    }

    private void watch(Pid target, Watcher watcher) {
        if (processes.contains(target)) {
            watchers.computeIfAbsent(target, _ -> new ArrayList<>()).add(watcher);
        } else {
            tellDown(watcher);
        }
    }

    private void startTimer(GlobalEffect.StartTimer timer) {
        GlobalState then = state;
        simulation
                .clock()
                .after(
                        timer.delay(),
                        () -> {
                            if (running && state == then) {
                                run(state.timer(timer.timer()));
                            }
                        });
    }

    private void connect(SimulatedNode other) {
        GlobalState then = state;
        simulation
                .link(this, other)
                .connect(
                        this,
                        () -> {
                            if (state == then) {
                                run(state.connectFailed(other.name));
                            }
                        });
    }

    private void resolve(GlobalEffect.Resolve resolve) {
        SimulatedNode owner = simulation.node(resolve.node());
        GlobalState then = state;
        simulation.send(
                this,
                owner,
                () -> {
                    GlobalState.Resolution resolution = owner.state.resolveHere(resolve.conflict());
                    owner.run(resolution.effects());
                    simulation.send(
                            owner,
                            this,
                            () -> run(state.resolved(resolve.call(), resolution.answer())),
                            () -> {});
                },
                () -> {
                    if (state == then) {
                        run(state.resolveFailed(resolve.call()));
                    }
                });
    }
}
