package org.distributedactors.process;

/// Something that was asked for later. Usable from any thread.
@FunctionalInterface
public interface Timer {

    /// Whether it was stopped in time; false when it has happened or was stopped before.
    boolean cancel();
}
