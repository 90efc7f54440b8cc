package org.distributedactors.global;

import java.time.Duration;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Reference;
import org.distributedactors.term.Term;
import org.jspecify.annotations.Nullable;

/// One thing to be done for {@link GlobalState}. Effects are carried out in the order they are given.
sealed interface GlobalEffect {

    /// Send a message to a process.
    record Send(Pid from, Pid to, Term message) implements GlobalEffect {}

    /// Answer a caller at its alias.
    record SendToAlias(Pid from, Reference alias, Term message) implements GlobalEffect {}

    /// Send a message to `global_name_server` on another node.
    record SendToServer(Pid from, Atom node, Term message) implements GlobalEffect {}

    /// Send an exit signal.
    record Exit(Pid from, Pid to, Term reason) implements GlobalEffect {}

    /// Watch a process of any node; {@link GlobalState#down} is told when it ends or its node is lost.
    record Monitor(long monitor, Pid target) implements GlobalEffect {}

    /// End the watch. A `down` that was already on its way does no harm.
    record Demonitor(long monitor) implements GlobalEffect {}

    /// Tell {@link GlobalState#timer} after this time.
    record StartTimer(GlobalTimer timer, Duration delay) implements GlobalEffect {}

    /// Connect to a node. It ends in {@link GlobalState#nodeUp} or {@link GlobalState#connectFailed}.
    record Connect(Atom node) implements GlobalEffect {}

    /// Close the connection to a node. It ends in {@link GlobalState#nodeDown}.
    record Disconnect(Atom node) implements GlobalEffect {}

    /// Run `global:resolve_it(Method, Name, His, Ours)` on a node. It ends in {@link GlobalState#resolved} or
    /// {@link GlobalState#resolveFailed}.
    record Resolve(long call, Atom node, Conflict conflict) implements GlobalEffect {}

    /// Ask the nodes of both owners for how long they have had the name. It ends in two answers, `undefined` from who does
    /// not know.
    ///
    /// @param hisCall the number of the answer about his
    /// @param oursCall the number of the answer about ours
    record AskAges(long hisCall, long oursCall, Conflict conflict) implements GlobalEffect {}

    /// Tell who asked for it how a request ended.
    ///
    /// @param owner who has the name when it was refused for that, else null
    record Complete(long request, Outcome outcome, @Nullable Pid owner) implements GlobalEffect {

        Complete(long request, Outcome outcome) {
            this(request, outcome, null);
        }
    }

    /// Tell listeners.
    record Notify(GlobalEvent event) implements GlobalEffect {}
}
