package org.distributedactors.boot.actor;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.core.annotation.AliasFor;

/// Injects a sender to the processes of a group. The members are looked up at each use, so a sender may be injected before
/// there is one, and follows who joins and leaves.
///
/// | Type of the injection point | What it gets |
/// |---|---|
/// | an interface whose methods have no result | each method is a message to all members |
/// | any interface, with {@link #pick} | its methods are messages to one member |
/// | {@link org.distributedactors.pg.GroupRef} of a message type | all, one, or the one for a key |
/// | {@link org.distributedactors.behaviour.ServerRef} of a message type, with {@link #pick} | the typed address of one member |
///
/// Actors join with {@link Actor#group}, others by {@link org.distributedactors.pg.ProcessGroups}.
@Target({ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Qualifier
public @interface Group {

    /// The same as {@link #name}.
    @AliasFor("name")
    String value() default "";

    /// The group's name, a binary for Erlang: `pg:get_members(<<"listeners">>)`. Placeholders are resolved.
    @AliasFor("value")
    String name() default "";

    /// The scope the group is in. Placeholders are resolved.
    String scope() default "pg";

    /// Who gets each message.
    Pick pick() default Pick.ALL;

    /// Who of a group gets a message.
    enum Pick {
        /// Each member, once.
        ALL,
        /// One member of this node if there is one, else any.
        LOCAL_FIRST,
        /// Any one.
        RANDOM
    }
}
