package org.distributedactors.sample.counter;

import org.distributedactors.boot.actor.Actor;

/// Runs on one node of the cluster. When that node is lost another one starts a fresh counter, at zero.
@Actor(global = "counter")
class CounterActor implements Counter {

    private long value;

    @Override
    public void add(long n) {
        value += n;
    }

    @Override
    public long get() {
        return value;
    }
}
