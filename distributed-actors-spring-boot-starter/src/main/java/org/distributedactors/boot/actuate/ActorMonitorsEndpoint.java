package org.distributedactors.boot.actuate;

import java.util.function.Predicate;
import org.distributedactors.boot.overview.TermText;
import org.distributedactors.node.Node;
import org.distributedactors.process.MonitorBook;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/// Shows the monitors that processes of this node have set, and the last ones that fired.
///
/// With `?state=` only those in one state are listed, with `?node=` only those whose target is on that node.
@Endpoint(id = "actormonitors", defaultAccess = Access.READ_ONLY)
public final class ActorMonitorsEndpoint {

    private final Node node;

    public ActorMonitorsEndpoint(Node node) {
        this.node = node;
    }

    @ReadOperation
    public MonitorsDescriptor monitors(MonitorBook.@Nullable State state, @Nullable String node) {
        if (!this.node.isUp()) {
            return MonitorsDescriptor.NONE;
        }
        MonitorBook book = this.node.processes().monitors();
        Predicate<MonitorBook.Entry> wanted =
                entry ->
                        (state == null || entry.state() == state)
                                && (node == null || node.equals(TermText.nodeOf(entry.target())));
        return new MonitorsDescriptor(
                book.activeCount(),
                book.firedCount(),
                book.active().stream().filter(wanted).map(MonitorsDescriptor.Active::of).toList(),
                book.fired().stream().filter(wanted).map(MonitorsDescriptor.Fired::of).toList());
    }
}
