package org.distributedactors.boot.actor;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.aot.hint.annotation.Reflective;

/// A field of an {@link Actor} that is part of its state: what the actor takes along when it moves, and what is kept of it. All
/// such fields together are the state, so the class need not implement {@link org.distributedactors.behaviour.Movable}.
///
/// On the wire the state is a map of the fields by their names. A build that knows a field that another one does not leaves it as its
/// constructor set it; one that does not know a field leaves it out. A field whose type has changed refuses the actor,
/// which goes on where it was. For anything else implement `Movable`, which has versions.
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Reflective
public @interface ActorState {

    /// What the field is called in the state; its own name by default. Say the old name of one that was renamed.
    String value() default "";
}
