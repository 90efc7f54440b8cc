package org.distributedactors.boot.actor;

import java.util.List;
import java.util.Optional;
import org.distributedactors.behaviour.Restart;
import org.distributedactors.boot.state.StateKeeping;
import org.distributedactors.process.MailboxBound;
import org.distributedactors.rpc.Grant;
import org.distributedactors.spawn.OnNodeLoss;

/// What is known of an actor bean without making an instance of it.
///
/// @param beanName of the prototype
/// @param type what other nodes call it
/// @param shape how its messages look
/// @param initializer what takes the argument of whoever starts it
/// @param name on this node
/// @param global in the cluster
/// @param exclusive whether the global instance holds a lease
/// @param groups that each instance joins
/// @param failover whether this node takes over when the global instance is lost
/// @param mailbox how many messages may wait, if that is limited
/// @param peers the other nodes that may have anything to do with its type
/// @param grant which of them may start it here
/// @param keepState when its state is saved
/// @param restart whether a spawned one is started again
/// @param onNodeLoss what becomes of a spawned one whose node is lost
/// @param movable the class whose instances may go on on other nodes, if they may
record ActorDefinition(
        String beanName,
        String type,
        ActorShape shape,
        Optional<ActorInitializer> initializer,
        Optional<String> name,
        Optional<String> global,
        boolean exclusive,
        List<String> groups,
        boolean failover,
        Optional<MailboxBound> mailbox,
        Grant peers,
        Grant grant,
        StateKeeping keepState,
        Restart restart,
        OnNodeLoss onNodeLoss,
        Optional<Class<?>> movable) {

    /// Whether an instance starts with the application.
    boolean startsAtBoot() {
        return name.isPresent() || global.isPresent();
    }
}
