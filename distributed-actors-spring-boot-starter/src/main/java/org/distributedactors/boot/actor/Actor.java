package org.distributedactors.boot.actor;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.distributedactors.behaviour.Restart;
import org.distributedactors.boot.state.StateKeeping;
import org.distributedactors.spawn.OnNodeLoss;
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

    /// Whether a {@link #global} actor shall be the only one also while the cluster is parted. Its owner then holds a lock outside of
    /// the cluster, of the application's `LockRegistry` bean (Spring Integration; one whose locks expire and can be renewed, such as
    /// those over JDBC or Redis), and ends before the lock can expire. What exactly that gives, and what not, is told at
    /// {@link org.distributedactors.boot.exclusive.Lease}.
    boolean exclusive() default false;

    /// The groups that each instance joins when it has started, in the scope `pg`; binaries for Erlang:
    /// `pg:get_members(<<"listeners">>)`. It leaves them when it ends. Placeholders are resolved. A group starts nothing: an
    /// actor without {@link #name} and {@link #global} joins whenever somebody starts it.
    String[] group() default {};

    /// Whether other nodes may start this type here, when `distributed-actors.remote-spawn.enabled` is set.
    boolean spawnable() default false;

    /// Which nodes may start this type here, when it is {@link #spawnable}, or move an instance here, when it is {@link #movable}: their names, in which `*` stands for any
    /// characters, such as `billing@*`.
    String[] peers() default "*";

    /// Whether an instance that somebody has spawned is started again when it ends: on its node, with its argument, under a
    /// new pid, so whoever needs it then finds it by a group. One that has moved is not started again where it is. An actor with a {@link #name} or {@link #global} is always started
    /// again when it fails.
    Restart restart() default Restart.TEMPORARY;

    /// What becomes of an instance that somebody has spawned when its node is lost. That of a {@link #global} actor is said by
    /// {@link #failover}.
    OnNodeLoss onNodeLoss() default OnNodeLoss.NOTHING;

    /// Whether an instance may move to other nodes and come from them: when they level what they have to do, or leave. Its class
    /// says what it takes along, by its {@link ActorState} fields or as a {@link org.distributedactors.behaviour.Movable}. Nodes take one that somebody has
    /// spawned when `distributed-actors.remote-spawn.enabled` is set and the type is {@link #spawnable}, and one with a
    /// {@link #global} name when they have that actor themselves and it is movable there; both from the {@link #peers} only. One
    /// with a {@link #name} alone stays on its node unless somebody moves it by hand.
    boolean movable() default false;

    /// When the state of an instance is saved in the application's {@link org.distributedactors.boot.state.StateStore}, so that it
    /// goes on with that when it is started again, here or elsewhere, in place of its `init`. Its class says what the
    /// state is, by its {@link ActorState} fields or as a {@link org.distributedactors.behaviour.Movable}. It is forgotten when an instance ends with the reason
    /// `normal`.
    StateKeeping keepState() default StateKeeping.NONE;

    /// How many messages may wait for an instance. A call that finds no room fails at once with `mailbox_full`.
    Mailbox mailbox() default @Mailbox;

    /// What other nodes call this type when they want it started; by default the name of the bean. Placeholders are
    /// resolved.
    String type() default "";
}
