package org.distributedactors.behaviour;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A method of an interface as a message; on the wire `{method, Argument, …}`, or the bare atom without arguments.
///
/// @param method the name in lower snake case
public record Invocation(String method, List<@Nullable Object> args) {

    public Invocation {
        args = Collections.unmodifiableList(new ArrayList<>(args));
    }
}
