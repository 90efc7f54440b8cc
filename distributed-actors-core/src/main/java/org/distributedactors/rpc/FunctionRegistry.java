package org.distributedactors.rpc;

import java.util.concurrent.ConcurrentHashMap;
import org.distributedactors.node.SpawnRequestHandler.Function;
import org.distributedactors.term.NodeName;
import org.jspecify.annotations.Nullable;

/// All that other nodes may call, by module, name and number of arguments. Any thread may use it.
public final class FunctionRegistry {

    private final ConcurrentHashMap<Function, Exposed> functions = new ConcurrentHashMap<>();

    /// @param grant who may call it
    record Exposed(Grant grant, ExposedFunction body) {}

    /// Lets all other nodes call this. A function of the same name and arity is replaced.
    public void expose(String module, String function, int arity, ExposedFunction body) {
        expose(module, function, arity, Grant.ANYBODY, body);
    }

    /// Lets the granted nodes call this; to the others it does not exist. A function of the same name and arity is
    /// replaced.
    public void expose(
            String module, String function, int arity, Grant grant, ExposedFunction body) {
        functions.put(Function.of(module, function, arity), new Exposed(grant, body));
    }

    /// What the node may call by this name; null for nothing, or nothing that it is granted.
    @Nullable ExposedFunction find(NodeName peer, Function function) {
        Exposed exposed = functions.get(function);
        return exposed != null && exposed.grant().allows(peer) ? exposed.body() : null;
    }
}
