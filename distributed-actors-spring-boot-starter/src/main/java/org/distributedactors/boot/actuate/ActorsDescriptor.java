package org.distributedactors.boot.actuate;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.distributedactors.boot.actor.ActorInstances;
import org.distributedactors.boot.overview.TermText;
import org.distributedactors.process.ProcessInfo;
import org.distributedactors.process.ProcessRelations;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/// What the endpoint `actors` answers. What is null is left out of the JSON.
///
/// @param total how many run
/// @param actors the oldest first
/// @param truncated true when there are more than are listed, else null
public record ActorsDescriptor(int total, List<Actor> actors, @Nullable Boolean truncated)
        implements OperationResponseBody {

    /// A running actor; see {@link ActorInstances.Status}.
    ///
    /// @param links how many processes it is linked with; null when it is too busy to say
    public record Actor(
            String pid,
            @Nullable String name,
            @Nullable String global,
            String type,
            ActorInstances.State state,
            int mailbox,
            long handled,
            long restarts,
            @Nullable Integer links,
            long monitors,
            Instant since)
            implements OperationResponseBody {

        static Actor of(ActorInstances.Status status, @Nullable ProcessRelations relations) {
            return new Actor(
                    TermText.of(status.pid()),
                    status.name(),
                    status.global(),
                    status.type(),
                    status.state(),
                    status.mailbox(),
                    status.handled(),
                    status.restarts(),
                    relations == null ? null : relations.links().size(),
                    status.monitors(),
                    status.since());
        }

        boolean isCalled(String nameOrPid) {
            return nameOrPid.equals(name) || nameOrPid.equals(global) || nameOrPid.equals(pid);
        }
    }

    /// One actor, and all it has with others.
    ///
    /// @param links the processes it is linked with, `node/<0.1.0>`; null, as the next three, when it is too busy to say
    /// @param monitors what it watches: `node/<0.1.0>`, `node/name` or a node
    /// @param monitoredBy the processes that watch it
    /// @param trapsExits whether exit signals become messages
    /// @param message the type of the message in hand; null when there is none
    /// @param busyFor for how long it has been busy; null when it is not
    /// @param stack where its thread is, the innermost first; empty when it has none
    public record Details(
            Actor actor,
            @Nullable List<String> links,
            @Nullable List<String> monitors,
            @Nullable List<String> monitoredBy,
            @Nullable Boolean trapsExits,
            @Nullable String message,
            @Nullable Duration busyFor,
            List<String> stack)
            implements OperationResponseBody {

        static Details of(
                ActorInstances.Status status,
                ProcessInfo info,
                @Nullable ProcessRelations relations) {
            Actor actor = Actor.of(status, relations);
            String message = info.messageInProgress();
            Duration busyFor = info.idle() ? null : info.busyFor();
            List<String> stack = info.stack().stream().map(StackTraceElement::toString).toList();
            return relations == null
                    ? new Details(actor, null, null, null, null, message, busyFor, stack)
                    : new Details(
                            actor,
                            relations.links().stream().map(TermText::target).toList(),
                            relations.monitors().stream().map(TermText::target).toList(),
                            relations.monitoredBy().stream().map(TermText::target).toList(),
                            relations.trapsExits(),
                            message,
                            busyFor,
                            stack);
        }
    }
}
