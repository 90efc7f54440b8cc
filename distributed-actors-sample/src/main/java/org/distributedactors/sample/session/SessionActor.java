package org.distributedactors.sample.session;

import org.distributedactors.behaviour.Movable;
import org.distributedactors.boot.actor.Actor;
import org.distributedactors.boot.state.StateKeeping;
import org.distributedactors.process.Self;
import org.distributedactors.spawn.OnNodeLoss;

/// Moves with its state when the cluster is levelled or its node leaves; is started elsewhere with the state that was kept when
/// its node is killed.
@Actor(
        type = SessionActor.TYPE,
        group = Session.GROUP,
        spawnable = true,
        movable = true,
        onNodeLoss = OnNodeLoss.RESTART_ELSEWHERE,
        keepState = StateKeeping.BEFORE_REPLY)
class SessionActor implements Session, Movable<SessionActor.Saved> {

    static final String TYPE = "session";

    private long hits;

    /// What it takes along.
    record Saved(long hits) {}

    @Override
    public void hit() {
        hits++;
    }

    @Override
    public long hits() {
        return hits;
    }

    @Override
    public Saved moveOut() {
        return new Saved(hits);
    }

    @Override
    public void moveIn(Self self, Saved saved) {
        hits = saved.hits();
    }
}
