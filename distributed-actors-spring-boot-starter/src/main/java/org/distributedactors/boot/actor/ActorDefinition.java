package org.distributedactors.boot.actor;

import java.util.Optional;

/// What is known of an actor bean without making an instance of it.
///
/// @param beanName of the prototype
/// @param type what other nodes call it
/// @param shape how its messages look
/// @param initializer what takes the argument of whoever starts it
/// @param name on this node
/// @param global in the cluster
/// @param failover whether this node takes over when the global instance is lost
/// @param spawnable whether other nodes may start it here
record ActorDefinition(
        String beanName,
        String type,
        ActorShape shape,
        Optional<ActorInitializer> initializer,
        Optional<String> name,
        Optional<String> global,
        boolean failover,
        boolean spawnable) {

    /// Whether an instance starts with the application.
    boolean startsAtBoot() {
        return name.isPresent() || global.isPresent();
    }
}
