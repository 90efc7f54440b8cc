package org.distributedactors.boot.actuate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.distributedactors.boot.overview.TermText;
import org.distributedactors.global.GlobalRegistry;
import org.distributedactors.node.Node;
import org.distributedactors.pg.PgScope;
import org.distributedactors.pg.ProcessGroups;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Term;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/// Shows the names of the cluster, those of this node, and the groups, as this node knows them.
@Endpoint(id = "actornames", defaultAccess = Access.READ_ONLY)
public final class ActorNamesEndpoint {

    /// How many of each are listed at most.
    static final int MAX = 500;

    private final Node node;
    private final GlobalRegistry names;
    private final ProcessGroups groups;
    private final GlobalNameTimes times;

    public ActorNamesEndpoint(Node node, GlobalRegistry names, ProcessGroups groups) {
        this.node = node;
        this.names = names;
        this.groups = groups;
        this.times = new GlobalNameTimes(node.environment().clock());
        names.onEvent(times::hear);
    }

    @ReadOperation
    public NamesDescriptor names() {
        List<NamesDescriptor.Global> global = global();
        List<NamesDescriptor.Local> local = local();
        List<NamesDescriptor.Group> all = groups();
        boolean truncated = Stream.of(global, local, all).anyMatch(list -> list.size() > MAX);
        return new NamesDescriptor(cut(global), cut(local), cut(all), truncated ? true : null);
    }

    private static <T> List<T> cut(List<T> list) {
        return list.subList(0, Math.min(MAX, list.size()));
    }

    private List<NamesDescriptor.Global> global() {
        return sorted(names.names().stream().flatMap(this::global), NamesDescriptor.Global::name);
    }

    private Stream<NamesDescriptor.Global> global(Term name) {
        return names.whereis(name).stream()
                .map(pid ->
                        new NamesDescriptor.Global(
                                TermText.any(name),
                                TermText.of(pid),
                                pid.node().name(),
                                times.since(name, pid)));
    }

    private List<NamesDescriptor.Local> local() {
        if (!node.isUp()) {
            return List.of();
        }
        return sorted(
                node.processes().registered().stream().flatMap(this::local),
                NamesDescriptor.Local::name);
    }

    private Stream<NamesDescriptor.Local> local(Atom name) {
        return node.whereis(name).stream()
                .map(pid -> new NamesDescriptor.Local(name.name(), TermText.of(pid)));
    }

    private List<NamesDescriptor.Group> groups() {
        List<NamesDescriptor.Group> all = new ArrayList<>();
        for (PgScope scope : groups.scopes()) {
            all.addAll(
                    sorted(
                            scope.whichGroups().stream().map(group -> group(scope, group)),
                            NamesDescriptor.Group::group));
        }
        return all;
    }

    private static NamesDescriptor.Group group(PgScope scope, Term group) {
        return new NamesDescriptor.Group(
                scope.name().name(),
                TermText.any(group),
                scope.members(group).size(),
                scope.localMembers(group).size());
    }

    private static <T> List<T> sorted(Stream<T> rows, Function<T, String> by) {
        return rows.sorted(Comparator.comparing(by)).toList();
    }
}
