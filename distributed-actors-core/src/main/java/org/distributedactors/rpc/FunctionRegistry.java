package org.distributedactors.rpc;

import java.util.concurrent.ConcurrentHashMap;
import org.distributedactors.node.SpawnRequestHandler.Function;
import org.jspecify.annotations.Nullable;

/// All that other nodes may call, by module, name and number of arguments. Any thread may use it.
public final class FunctionRegistry {

    private final ConcurrentHashMap<Function, ExposedFunction> functions =
            new ConcurrentHashMap<>();

    /// Lets other nodes call this. A function of the same name and arity is replaced.
    public void expose(String module, String function, int arity, ExposedFunction body) {
        functions.put(Function.of(module, function, arity), body);
    }

    @Nullable ExposedFunction find(Function function) {
        return functions.get(function);
    }
}
