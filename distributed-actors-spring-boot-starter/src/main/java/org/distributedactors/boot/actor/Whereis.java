package org.distributedactors.boot.actor;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.core.annotation.AliasFor;

/// Injects a client of the process with this name. The name is looked up at each use, so a client may be injected
/// before there is such a process, and follows the name when another process gets it.
///
/// | Type of the injection point | What it gets |
/// |---|---|
/// | an interface | its methods are messages: a cast without a result, a call with one |
/// | {@link org.distributedactors.behaviour.ServerRef} of a message type | a typed address |
/// | `Supplier<Optional<Pid>>` | who has the name now |
/// | `Supplier<Pid>` | the same; `get` fails with a {@link java.util.NoSuchElementException} when nobody has it |
///
/// Give either a name of the cluster or, with {@link #local}, a name on this node. Placeholders are resolved.
@Target({ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Qualifier
public @interface Whereis {

    /// The same as {@link #global}.
    @AliasFor("global")
    String value() default "";

    /// A name in the whole cluster.
    @AliasFor("value")
    String global() default "";

    /// A name on this node.
    String local() default "";
}
