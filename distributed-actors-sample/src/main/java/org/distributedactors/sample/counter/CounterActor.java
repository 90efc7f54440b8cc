package org.distributedactors.sample.counter;

import org.distributedactors.boot.actor.Actor;
import org.distributedactors.boot.actor.ActorState;

/// Runs on one node of the cluster. When that node stops the counter goes on on another one; when it is lost another one starts
/// a fresh counter, at zero.
@Actor(global = "counter", movable = true)
class CounterActor implements Counter {

    @ActorState private long value;

    @Override
    public void add(long n) {
        value += n;
    }

    @Override
    public long get() {
        return value;
    }
}
