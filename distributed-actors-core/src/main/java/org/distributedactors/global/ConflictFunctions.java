package org.distributedactors.global;

import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The functions that this node has declared for conflicts, by name. Any thread may use it.
final class ConflictFunctions {

    private final ConcurrentHashMap<String, ConflictFunction> functions = new ConcurrentHashMap<>();

    void declare(String name, ConflictFunction function) {
        functions.put(name, function);
    }

    @Nullable ConflictFunction find(String name) {
        return functions.get(name);
    }
}
