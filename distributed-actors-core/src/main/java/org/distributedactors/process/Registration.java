package org.distributedactors.process;

/// What became of an attempt to register a name.
public enum Registration {
    REGISTERED,
    /// Another process has the name.
    NAME_TAKEN,
    /// The process has another name; as in Erlang, one is all it can have.
    ALREADY_NAMED,
    /// There is no such process.
    NOPROC,
    /// `undefined` cannot be a name.
    BAD_NAME
}
