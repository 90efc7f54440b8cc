package org.distributedactors.behaviour;

/// Whom a supervisor starts again when one child fails.
public enum Strategy {
    /// That child alone.
    ONE_FOR_ONE,
    /// That child and those that were started after it, which may rely on it.
    REST_FOR_ONE,
    /// All of them, because they rely on each other.
    ALL_FOR_ONE,
    /// That child alone. Children come and go while the supervisor runs, many of them may have one id, and they end all at
    /// once; OTP's `simple_one_for_one`, Elixir's `DynamicSupervisor`.
    DYNAMIC
}
