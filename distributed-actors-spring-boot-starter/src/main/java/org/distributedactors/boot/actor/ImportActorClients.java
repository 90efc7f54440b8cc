package org.distributedactors.boot.actor;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.context.annotation.Import;

/// Makes a bean of each of these interfaces: a client of the actor that its {@link ActorClient} names. A method without a result
/// is a cast; one with a result is a call, and one that returns a `CompletionStage` does not wait.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Import(ActorClientsRegistrar.class)
public @interface ImportActorClients {

    /// The interfaces.
    Class<?>[] value();
}
