package org.distributedactors.sample.counter;

/// Its methods are its messages. In Erlang: `gen_server:cast({global, <<"counter">>}, {add, 5})` and
/// `gen_server:call({global, <<"counter">>}, get)`.
public interface Counter {

    void add(long n);

    long get();
}
