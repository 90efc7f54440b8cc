package org.distributedactors.boot.actor;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.aot.hint.annotation.Reflective;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.context.annotation.Scope;
import org.springframework.core.annotation.AliasFor;
import org.springframework.stereotype.Component;

/// A bean whose instances are processes.
///
/// The class comes in one of two shapes. It implements one interface of its own, whose methods are its messages: a
/// method without a result is a cast, one with a result is a call. Or it is a
/// {@link org.distributedactors.behaviour.GenServer} of a message type.
///
/// With {@link #name} or {@link #global} one instance starts with the application, under a supervisor. Without either
/// the bean is a type that is started when somebody asks for it, here or from another node.
///
/// Each start and each restart is a fresh instance, made by the container: constructors are for injection, and
/// `@PreDestroy` runs when its process has ended. An instance is used by its own process only, one message at a time,
/// so its fields need no lock. The bean is no autowire candidate; other beans ask for a client with {@link Whereis}.
///
/// An instance that fails is started again. One that ends with the reason `normal` has done what it was for and is not.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Reflective
@Component
@Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
public @interface Actor {

    /// The same as {@link #name}.
    @AliasFor("name")
    String value() default "";

    /// A name on this node. It is an atom for Erlang: `{counter, 'orders@10.0.0.7'}`. Placeholders are resolved.
    @AliasFor("value")
    String name() default "";

    /// A name in the whole cluster, a binary for Erlang: `{global, <<"counter">>}`. Placeholders are resolved.
    ///
    /// Each node that has such a bean is a candidate. One of them runs the instance, the others watch it.
    String global() default "";

    /// Whether this node starts a fresh instance of a {@link #global} actor when the one that was running is lost.
    /// Without it this node tries once, when it starts, and after that only restarts an instance of its own.
    boolean failover() default true;

    /// Whether other nodes may start this type here, when `distributed-actors.remote-spawn.enabled` is set.
    boolean spawnable() default false;

    /// What other nodes call this type when they want it started; by default the name of the bean. Placeholders are
    /// resolved.
    String type() default "";
}
