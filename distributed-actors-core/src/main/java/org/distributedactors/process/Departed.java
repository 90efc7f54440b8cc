package org.distributedactors.process;

import org.jspecify.annotations.Nullable;

/// Stands for a behaviour whose process runs on another node now. It is never called.
///
/// @param type what it was
record Departed(String type) implements ProcessBehaviour {

    @Override
    public @Nullable ExitReason start(Self self) {
        return null;
    }

    @Override
    public @Nullable ExitReason receive(Self self, Object message) {
        return null;
    }
}
