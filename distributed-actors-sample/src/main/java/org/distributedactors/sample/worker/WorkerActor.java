package org.distributedactors.sample.worker;

import org.distributedactors.boot.actor.Actor;
import org.distributedactors.node.Node;

/// An actor without a name is a type: nothing runs until somebody starts one. This one may be started by other nodes too.
@Actor(type = WorkerActor.TYPE, spawnable = true)
class WorkerActor implements Worker {

    static final String TYPE = "worker";

    private final Node node;
    private String name = "nobody";
    private long greetings;

    WorkerActor(Node node) {
        this.node = node;
    }

    /// Gets the argument of whoever starts it.
    void init(String newName) {
        name = newName;
    }

    @Override
    public Greeting greet() {
        greetings++;
        return new Greeting(name, node.name().toString(), greetings);
    }
}
