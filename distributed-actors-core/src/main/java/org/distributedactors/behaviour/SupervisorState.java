package org.distributedactors.behaviour;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.distributedactors.behaviour.SupervisorStep.End;
import org.distributedactors.behaviour.SupervisorStep.GaveUp;
import org.distributedactors.behaviour.SupervisorStep.Ready;
import org.distributedactors.behaviour.SupervisorStep.Reply;
import org.distributedactors.behaviour.SupervisorStep.Restarting;
import org.distributedactors.behaviour.SupervisorStep.Start;
import org.distributedactors.behaviour.SupervisorStep.Stop;
import org.distributedactors.behaviour.SupervisorStep.WatchName;
import org.distributedactors.process.ExitReason;
import org.distributedactors.process.Ticker;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Binary;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Tuple;
import org.jspecify.annotations.Nullable;

/// Decides what a supervisor does. No process, no thread, no timer: what happened goes in, steps come out of
/// {@link #nextStep}.
///
/// Whatever has an order is a plan: the first start of all children, the restart of several, the end of all. Its tasks are
/// done one after the other, each when the child before has started or ended. Meanwhile failures and requests wait. A
/// child of a supervisor that looks at each child alone starts and ends beside the others without a plan.
///
/// | A child that was | ends; then it is                                                   |
/// |------------------|--------------------------------------------------------------------|
/// | STARTING         | forgotten if somebody asked for it; at boot all end; else FAILED   |
/// | RUNNING          | FAILED, until its turn: WAITING again, or STOPPED, or forgotten    |
/// | STOPPING         | STOPPED; forgotten if it is temporary or the supervisor is dynamic |
final class SupervisorState {

    private final SupervisorSpec spec;
    private final Ticker ticker;
    private final RestartIntensity intensity;
    private final SupervisedChildren children;
    private final Map<Pid, Child> running = new HashMap<>();
    private final Deque<Task> plan = new ArrayDeque<>();
    private final Deque<Failure> failures = new ArrayDeque<>();
    private final Deque<Runnable> requests = new ArrayDeque<>();
    private final Deque<SupervisorStep> steps = new ArrayDeque<>();
    private @Nullable Child awaited;
    private boolean booting = true;
    private boolean ended;
    private @Nullable ExitReason stopReason;

    private record Task(Child child, boolean start) {}

    /// @param pid what it was, if it was anything
    /// @param starting whether it had not started yet; such a start is tried again whatever the reason
    private record Failure(Child child, @Nullable Pid pid, ExitReason reason, boolean starting) {

        SupervisorMessage.ChildInfo info() {
            return new SupervisorMessage.ChildInfo(
                    child.spec.id(), pid, child.spec.restart(), child.restarts);
        }
    }

    SupervisorState(SupervisorSpec spec, Ticker ticker) {
        this.spec = spec;
        this.ticker = ticker;
        this.intensity = new RestartIntensity(spec.intensity(), spec.period());
        this.children = new SupervisedChildren(spec.strategy() == Strategy.DYNAMIC);
    }

    /// The next step, or null when something has to happen first. A step is done before the next one is asked for.
    @Nullable SupervisorStep nextStep() {
        boolean goesOn = true;
        while (steps.isEmpty() && goesOn) {
            goesOn = awaited == null && !ended && proceed();
        }
        return steps.pollFirst();
    }

    SupervisedChildren children() {
        return children;
    }

    @Nullable Child running(Pid pid) {
        return running.get(pid);
    }

    void boot() {
        for (ChildSpec child : spec.children()) {
            Child added = new Child(child);
            children.add(added);
            plan.add(new Task(added, true));
        }
    }

    // ---- what became of a start

    void spawned(Child child, Pid pid) {
        child.pid = pid;
        child.state = Child.State.STARTING;
        running.put(pid, child);
    }

    void ready(Child child) {
        if (child.state != Child.State.STARTING || child.pid == null) {
            return;
        }
        child.state = Child.State.RUNNING;
        answerStarter(child, new SupervisorMessage.ChildResult.Started(child.pid));
        goOnAfter(child);
    }

    void nameTaken(Child child, Pid owner) {
        if (child.starter == null) {
            child.state = Child.State.NAME_TAKEN;
            child.nameOwner = owner;
            steps.add(new WatchName(child, owner));
        } else {
            notStarted(child, new SupervisorMessage.ChildResult.AlreadyStarted(owner));
        }
        goOnAfter(child);
    }

    /// Whoever had the name may only have been about to end: children of a supervisor that was killed outlive it for a
    /// moment. So a child of the supervisor's own does not stay away for good.
    void nameFreed(Child child) {
        if (child.state != Child.State.NAME_TAKEN || stopReason != null || !children.has(child)) {
            return;
        }
        start(child);
    }

    void notSpawned(Child child, ExitReason reason) {
        startFailed(child, null, reason);
        goOnAfter(child);
    }

    private void startFailed(Child child, @Nullable Pid pid, ExitReason reason) {
        if (child.starter != null) {
            notStarted(child, new SupervisorMessage.ChildResult.Failed(reason));
        } else if (stopReason != null) {
            child.state = Child.State.STOPPED;
        } else if (booting) {
            child.state = Child.State.STOPPED;
            Atom failed = Atom.of("failed_to_start_child");
            stop(
                    ExitReason.shutdown(
                            Tuple.of(failed, Binary.utf8(child.spec.id()), reason.term())));
        } else {
            plan.clear();
            child.state = Child.State.FAILED;
            failures.addFirst(new Failure(child, pid, reason, true));
        }
    }

    /// Somebody asked for the start and is told.
    private void notStarted(Child child, SupervisorMessage.ChildResult result) {
        child.state = Child.State.STOPPED;
        if (child.added) {
            children.remove(child);
        }
        answerStarter(child, result);
    }

    private void answerStarter(Child child, SupervisorMessage.ChildResult result) {
        if (child.starter != null) {
            steps.add(new Reply<>(child.starter, result));
        }
        child.starter = null;
        child.added = false;
    }

    // ---- ends of children

    void exited(Pid pid, ExitReason reason) {
        Child child = running.remove(pid);
        if (child == null) {
            return;
        }
        child.pid = null;
        switch (child.state) {
            case STOPPING -> stopped(child);
            case STARTING -> startFailed(child, pid, reason);
            default -> {
                child.state = Child.State.FAILED;
                failures.addLast(new Failure(child, pid, reason, false));
            }
        }
        goOnAfter(child);
    }

    private void stopped(Child child) {
        child.state = Child.State.STOPPED;
        if (child.isTemporary() || spec.strategy() == Strategy.DYNAMIC) {
            children.remove(child);
        }
        answerStarter(child, new SupervisorMessage.ChildResult.Failed(ExitReason.of("terminated")));
        for (From<SupervisorMessage.Outcome> stopper : child.stoppers) {
            steps.add(new Reply<>(stopper, SupervisorMessage.Outcome.OK));
        }
        child.stoppers.clear();
    }

    private void decide(Failure failure) {
        Child child = failure.child;
        boolean again =
                failure.starting
                        || switch (child.spec.restart()) {
                            case PERMANENT -> true;
                            case TRANSIENT -> !failure.reason.isClean();
                            case TEMPORARY -> false;
                        };
        if (!again) {
            endedForGood(child);
            return;
        }
        int restart = intensity.add(ticker.nanos());
        if (restart > spec.intensity()) {
            steps.add(new GaveUp(failure.info(), failure.reason));
            stop(ExitReason.SHUTDOWN);
            return;
        }
        steps.add(new Restarting(failure.info(), failure.reason, restart));
        child.restarts++;
        restart(child);
    }

    private void endedForGood(Child child) {
        child.state = Child.State.STOPPED;
        if (child.isTemporary() || spec.strategy() == Strategy.DYNAMIC) {
            children.remove(child);
        }
        if (!child.spec.significant()) {
            return;
        }
        boolean end =
                switch (spec.autoShutdown()) {
                    case NEVER -> false;
                    case ANY_SIGNIFICANT -> true;
                    case ALL_SIGNIFICANT -> !children.hasSignificantAlive();
                };
        if (end) {
            stop(ExitReason.SHUTDOWN);
        }
    }

    private void restart(Child child) {
        switch (spec.strategy()) {
            case ONE_FOR_ONE, DYNAMIC -> start(child);
            case REST_FOR_ONE -> restartInOrder(children.from(child));
            case ALL_FOR_ONE -> restartInOrder(children.all());
        }
    }

    private void restartInOrder(Collection<Child> group) {
        List<Child> inOrder = new ArrayList<>(group);
        for (Child child : inOrder.reversed()) {
            plan.add(new Task(child, false));
        }
        for (Child child : inOrder) {
            if (!child.isTemporary()) {
                plan.add(new Task(child, true));
            }
        }
    }

    // ---- the plan

    private void goOnAfter(Child child) {
        if (child.equals(awaited)) {
            awaited = null;
        }
    }

    /// Does what is next. Returns whether there was anything.
    private boolean proceed() {
        Task task = plan.pollFirst();
        if (task != null) {
            run(task);
        } else if (stopReason != null) {
            return endWhenEmpty(stopReason);
        } else if (booting) {
            booting = false;
            steps.add(new Ready());
        } else if (!failures.isEmpty()) {
            decide(failures.removeFirst());
        } else if (!requests.isEmpty()) {
            requests.removeFirst().run();
        } else {
            return false;
        }
        return true;
    }

    private boolean endWhenEmpty(ExitReason reason) {
        if (!running.isEmpty()) {
            return false;
        }
        ended = true;
        steps.add(new End(reason));
        return true;
    }

    private void run(Task task) {
        Child child = task.child;
        failures.removeIf(failure -> failure.child.equals(child));
        if (task.start) {
            startNow(child);
            awaited = child;
        } else if (child.pid == null) {
            stopped(child);
        } else {
            stopNow(child, child.pid);
            // Children that do not rely on each other end side by side.
            awaited = spec.strategy() == Strategy.DYNAMIC ? null : child;
        }
    }

    /// In its turn, where there are turns.
    private void start(Child child) {
        boolean alone =
                spec.strategy() == Strategy.ONE_FOR_ONE || spec.strategy() == Strategy.DYNAMIC;
        if (alone && !booting) {
            startNow(child);
        } else {
            plan.addLast(new Task(child, true));
        }
    }

    private void startNow(Child child) {
        child.state = Child.State.WAITING;
        steps.add(new Start(child));
    }

    private void stopNow(Child child, Pid pid) {
        if (child.state != Child.State.STOPPING) {
            child.state = Child.State.STOPPING;
            steps.add(new Stop(child, pid));
        }
    }

    // ---- the end of all

    void stop(ExitReason reason) {
        if (stopReason != null) {
            return;
        }
        stopReason = reason;
        plan.clear();
        failures.clear();
        requests.clear();
        awaited = null;
        for (Child child : new ArrayList<>(children.all()).reversed()) {
            plan.addLast(new Task(child, false));
        }
    }

    // ---- requests

    @SuppressWarnings("unchecked") // each request is a call of the type it is answered with
    void request(From<?> from, SupervisorMessage request) {
        switch (request) {
            case SupervisorMessage.WhichChildren which ->
                    steps.add(new Reply<>((From<Object>) from, children.infos()));
            case SupervisorMessage.CountChildren count ->
                    steps.add(
                            new Reply<>(
                                    (From<Object>) from,
                                    new SupervisorMessage.ChildCount(
                                            children.size(), running.size())));
            case SupervisorMessage.StartChild(ChildSpec child) ->
                    later(() -> startChild(child, (From<SupervisorMessage.ChildResult>) from));
            case SupervisorMessage.RestartChild(String id) ->
                    later(() -> restartChild(id, (From<SupervisorMessage.ChildResult>) from));
            case SupervisorMessage.TerminateChild(String id) ->
                    later(() ->
                            terminate(children.find(id), (From<SupervisorMessage.Outcome>) from));
            case SupervisorMessage.TerminateProcess(Pid pid) ->
                    later(() ->
                            terminate(running.get(pid), (From<SupervisorMessage.Outcome>) from));
            case SupervisorMessage.DeleteChild(String id) ->
                    later(() -> steps.add(new Reply<>((From<Object>) from, delete(id))));
        }
    }

    /// After the plan that is being done.
    private void later(Runnable request) {
        if (stopReason == null) {
            requests.addLast(request);
        }
    }

    private void startChild(ChildSpec childSpec, From<SupervisorMessage.ChildResult> from) {
        Child known = spec.strategy() == Strategy.DYNAMIC ? null : children.find(childSpec.id());
        Pid runs = known == null ? null : known.pid;
        if (known != null && known.state == Child.State.NAME_TAKEN) {
            runs = known.nameOwner;
        }
        if (runs != null) {
            steps.add(new Reply<>(from, new SupervisorMessage.ChildResult.AlreadyStarted(runs)));
        } else if (known != null) {
            refuse(from, "already_present");
        } else if (children.size() >= spec.maxChildren()) {
            refuse(from, "max_children");
        } else if (childSpec.significant() && spec.autoShutdown() == AutoShutdown.NEVER) {
            refuse(from, "bad_significant");
        } else {
            Child child = new Child(childSpec);
            child.starter = from;
            child.added = true;
            children.add(child);
            start(child);
        }
    }

    private void restartChild(String id, From<SupervisorMessage.ChildResult> from) {
        Child child = children.find(id);
        if (child == null) {
            refuse(from, "not_found");
        } else if (child.pid != null) {
            steps.add(
                    new Reply<>(from, new SupervisorMessage.ChildResult.AlreadyStarted(child.pid)));
        } else if (child.state == Child.State.WAITING) {
            refuse(from, "restarting");
        } else {
            child.starter = from;
            start(child);
        }
    }

    private void refuse(From<SupervisorMessage.ChildResult> from, String why) {
        steps.add(new Reply<>(from, new SupervisorMessage.ChildResult.Failed(ExitReason.of(why))));
    }

    private void terminate(@Nullable Child child, From<SupervisorMessage.Outcome> from) {
        if (child == null) {
            steps.add(new Reply<>(from, SupervisorMessage.Outcome.NOT_FOUND));
        } else {
            child.stoppers.add(from);
            if (child.pid == null) {
                stopped(child);
            } else {
                stopNow(child, child.pid);
            }
        }
    }

    private SupervisorMessage.Outcome delete(String id) {
        Child child = children.find(id);
        if (child == null) {
            return SupervisorMessage.Outcome.NOT_FOUND;
        }
        if (child.pid != null) {
            return SupervisorMessage.Outcome.RUNNING;
        }
        if (child.state == Child.State.WAITING) {
            return SupervisorMessage.Outcome.RESTARTING;
        }
        children.remove(child);
        return SupervisorMessage.Outcome.OK;
    }
}
