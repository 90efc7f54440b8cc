package org.distributedactors.kernel;

import java.util.List;
import java.util.Optional;
import org.distributedactors.global.GlobalRegistry;
import org.distributedactors.node.Node;
import org.distributedactors.pg.ProcessGroups;
import org.distributedactors.rpc.FunctionRegistry;
import org.distributedactors.term.Atom;
import org.distributedactors.term.IntegerTerm;
import org.distributedactors.term.ListTerm;
import org.distributedactors.term.NodeName;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Term;

/// The functions of Erlang's own modules that tools call on any node and that give nothing away but what every member
/// of the cluster knows.
final class BuiltInFunctions {

    private BuiltInFunctions() {}

    static void expose(FunctionRegistry functions, Node node, GlobalRegistry global) {
        functions.expose("erlang", "node", 0, arguments -> node.name().atom());
        functions.expose("erlang", "nodes", 0, arguments -> nodes(node));
        functions.expose("erlang", "whereis", 1, arguments -> whereis(node, arguments.get(0)));
        functions.expose(
                "erlang", "registered", 0, arguments -> ListTerm.of(node.processes().registered()));
        functions.expose(
                "erlang", "is_process_alive", 1, arguments -> isAlive(node, arguments.get(0)));
        functions.expose(
                "erlang", "system_info", 1, arguments -> systemInfo(node, arguments.get(0)));
        functions.expose("net_adm", "ping", 1, arguments -> ping(node, arguments.get(0)));
        functions.expose("code", "is_loaded", 1, arguments -> Atom.FALSE);
        functions.expose(
                "global",
                "whereis_name",
                1,
                arguments -> orUndefined(global.whereis(arguments.get(0))));
    }

    /// Of the scope `pg` alone: others may belong to an application.
    static void expose(FunctionRegistry functions, ProcessGroups groups) {
        functions.expose(
                "pg",
                "get_members",
                1,
                arguments -> ListTerm.of(groups.scope().members(arguments.get(0))));
        functions.expose(
                "pg",
                "get_local_members",
                1,
                arguments -> ListTerm.of(groups.scope().localMembers(arguments.get(0))));
        functions.expose(
                "pg", "which_groups", 0, arguments -> ListTerm.of(groups.scope().whichGroups()));
    }

    private static Term nodes(Node node) {
        List<Atom> names = node.nodes().stream().map(NodeName::atom).toList();
        return ListTerm.of(names);
    }

    private static Term whereis(Node node, Term name) {
        return name instanceof Atom atom ? orUndefined(node.whereis(atom)) : Atom.UNDEFINED;
    }

    private static Term orUndefined(Optional<Pid> pid) {
        return pid.isPresent() ? pid.get() : Atom.UNDEFINED;
    }

    private static Term isAlive(Node node, Term pid) {
        return Atom.of(pid instanceof Pid process && node.processes().isAlive(process));
    }

    /// `otp_release` says which release's wire this node speaks at least.
    private static Term systemInfo(Node node, Term item) {
        if (item instanceof Atom name && name.name().equals("process_count")) {
            return IntegerTerm.of(node.processes().processCount());
        }
        if (item instanceof Atom name && name.name().equals("otp_release")) {
            return ListTerm.string("25");
        }
        throw new IllegalArgumentException("badarg");
    }

    private static Term ping(Node node, Term name) {
        boolean there = name instanceof Atom atom && node.connect(NodeName.of(atom.name()));
        return Atom.of(there ? "pong" : "pang");
    }
}
