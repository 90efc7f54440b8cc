/// What users write to make a bean a process, and how it is found and run.
///
/// A bean class with {@link org.distributedactors.boot.actor.Actor} is found by
/// {@link org.distributedactors.boot.actor.ActorRegistrar} and run by
/// {@link org.distributedactors.boot.actor.ActorLifecycle}; whoever wants to talk to it asks for a client with
/// {@link org.distributedactors.boot.actor.Whereis}. Nobody is ever handed the bean itself: it belongs to its process.
@NullMarked
package org.distributedactors.boot.actor;

import org.jspecify.annotations.NullMarked;
