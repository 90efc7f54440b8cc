package org.distributedactors.behaviour;

import org.jspecify.annotations.Nullable;

/// A request that is answered: it belongs to a protocol and names what the answer is, so a wrong reply and a foreign
/// request do not compile.
///
/// ```java
/// sealed interface CounterMsg {
///     record Add(long n) implements CounterMsg {}
///     record Get() implements CounterMsg, Call<CounterMsg, Long> {}
/// }
/// ```
///
/// @param <M> the protocol, the message type of the server
/// @param <R> the type of the reply
public interface Call<M, R extends @Nullable Object> {}
