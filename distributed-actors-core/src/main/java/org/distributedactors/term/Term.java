package org.distributedactors.term;

/// Any Erlang value.
///
/// The family is sealed so that a `switch` over it needs no `default`. Every member is immutable, and
/// {@link Object#toString} prints Erlang's own syntax.
public sealed interface Term
        permits Atom,
                IntegerTerm,
                FloatTerm,
                Pid,
                Port,
                Reference,
                Binary,
                Bitstring,
                Tuple,
                ListTerm,
                MapTerm,
                ExternalFun,
                Fun,
                NativeRecord {}
