package org.distributedactors.boot.actor;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.core.annotation.AliasFor;

/// Says on an interface which process its methods are messages to. {@link ImportActorClients} makes a bean of it, to be injected
/// like any other. The name is looked up at each use.
///
/// Give one of a name of the cluster, a name on this node, and a group. Placeholders are resolved.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface ActorClient {

    /// The same as {@link #global}.
    @AliasFor("global")
    String value() default "";

    /// A name in the whole cluster.
    @AliasFor("value")
    String global() default "";

    /// A name on this node.
    String local() default "";

    /// A group in the scope `pg`.
    String group() default "";

    /// Who of a group gets each message.
    Group.Pick pick() default Group.Pick.ALL;
}
