package org.distributedactors.behaviour;

sealed interface CounterMsg {

    record Add(long n) implements CounterMsg {}

    record Get() implements CounterMsg, Call<CounterMsg, Long> {}

    record Crash() implements CounterMsg, Call<CounterMsg, Long> {}
}
