package org.distributedactors.boot.context;

import org.distributedactors.process.ExitReason;
import org.distributedactors.term.Pid;

/// An actor has failed.
///
/// @param actor the process that failed
/// @param beanName the bean it was an instance of
/// @param type what other nodes call it
/// @param reason why it ended
/// @param restart the how manieth restart within the period follows; 0 when nobody starts it again
/// @param maxRestarts how many are allowed; with one more the actor stays down
public record ActorFailedEvent(
        Pid actor, String beanName, String type, ExitReason reason, int restart, int maxRestarts) {

    /// Whether it was one time too many, so that no instance follows.
    public boolean staysDown() {
        return restart > maxRestarts || restart == 0;
    }
}
