package org.distributedactors.boot.actor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.distributedactors.behaviour.Movable;
import org.distributedactors.boot.state.StateKeeping;
import org.distributedactors.process.MailboxBound;
import org.distributedactors.rpc.Grant;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

/// The actors of an application, read off its beans without making an instance of any.
record ActorDefinitions(List<ActorDefinition> all) {

    /// @throws InvalidActorException when one of them cannot be an actor
    /// @throws DuplicateActorNameException when two of them have one name
    static ActorDefinitions of(ConfigurableListableBeanFactory beans) {
        List<ActorDefinition> all = new ArrayList<>();
        for (String beanName : names(beans)) {
            all.add(definition(beans, beanName));
        }
        refuseDuplicates(all);
        return new ActorDefinitions(List.copyOf(all));
    }

    /// The names of the beans that are actors.
    static List<String> names(ConfigurableListableBeanFactory beans) {
        List<String> names = new ArrayList<>();
        for (String beanName : beans.getBeanDefinitionNames()) {
            if (beans.findAnnotationOnBean(beanName, Actor.class, false) != null) {
                names.add(beanName);
            }
        }
        return names;
    }

    private static ActorDefinition definition(
            ConfigurableListableBeanFactory beans, String beanName) {
        Actor actor = beans.findAnnotationOnBean(beanName, Actor.class, false);
        Class<?> type = beans.getType(beanName, false);
        if (actor == null || type == null) {
            throw new InvalidActorException(
                    "The class of the actor '%s' is not known.".formatted(beanName),
                    "Declare the class as the return type of the method that makes it.");
        }
        refuseOtherScopes(beans, beanName);
        return definition(beans, beanName, actor, ClassUtils.getUserClass(type));
    }

    private static ActorDefinition definition(
            ConfigurableListableBeanFactory beans, String beanName, Actor actor, Class<?> type) {
        ActorDefinition definition =
                new ActorDefinition(
                        beanName,
                        resolved(beans, actor.type()).orElse(beanName),
                        ActorShape.of(beanName, type),
                        ActorInitializer.of(beanName, type),
                        resolved(beans, actor.name()),
                        resolved(beans, actor.global()),
                        actor.exclusive(),
                        groups(beans, actor),
                        actor.failover(),
                        mailbox(beans, beanName, actor.mailbox()),
                        Grant.to(Arrays.asList(actor.peers())),
                        actor.spawnable() ? Grant.to(Arrays.asList(actor.peers())) : Grant.NOBODY,
                        actor.keepState(),
                        actor.restart(),
                        actor.onNodeLoss(),
                        movable(beanName, actor, type));
        FieldState.check(beanName, type);
        ExclusiveActors.check(definition, type);
        refuseKeptWithoutState(definition, type);
        if (definition.startsAtBoot() && definition.initializer().isPresent()) {
            throw new InvalidActorException(
                    "The actor '%s' (%s) starts with the application, and nobody could give its method 'init' an argument."
                            .formatted(beanName, type.getName()),
                    "Inject what it needs into its constructor, or leave out its name.");
        }
        return definition;
    }

    private static void refuseKeptWithoutState(ActorDefinition actor, Class<?> type) {
        if (actor.keepState() != StateKeeping.NONE && !hasState(type)) {
            throw new InvalidActorException(
                    "The state of the actor '%s' (%s) is to be kept but it does not say what that is."
                            .formatted(actor.beanName(), type.getName()),
                    "Mark the fields that are its state with @ActorState, implement Movable of a"
                            + " record that holds the state, or leave out 'keepState'.");
        }
    }

    private static boolean hasState(Class<?> type) {
        return Movable.class.isAssignableFrom(type) || FieldState.isToldBy(type);
    }

    private static Optional<Class<?>> movable(String beanName, Actor actor, Class<?> type) {
        if (!actor.movable()) {
            return Optional.empty();
        }
        if (!hasState(type)) {
            throw new InvalidActorException(
                    "The actor '%s' (%s) is movable but does not say how its state travels."
                            .formatted(beanName, type.getName()),
                    "Mark the fields that are its state with @ActorState, implement Movable, or"
                            + " leave out 'movable'.");
        }
        if (actor.exclusive()) {
            throw new InvalidActorException(
                    "The actor '%s' (%s) is movable and exclusive, but a lock belongs to its node."
                            .formatted(beanName, type.getName()),
                    "Leave out one of the two.");
        }
        return Optional.of(type);
    }

    private static Optional<MailboxBound> mailbox(
            ConfigurableListableBeanFactory beans, String beanName, Mailbox mailbox) {
        if (mailbox.limit() == 0) {
            return Optional.ofNullable(beans.getBeanProvider(ActorSettings.class).getIfAvailable())
                    .map(ActorSettings::mailbox);
        }
        if (mailbox.limit() < Mailbox.UNBOUNDED) {
            throw new InvalidActorException(
                    "The mailbox of the actor '%s' has the limit %d."
                            .formatted(beanName, mailbox.limit()),
                    "Give a positive limit, or Mailbox.UNBOUNDED.");
        }
        return mailbox.limit() == Mailbox.UNBOUNDED
                ? Optional.empty()
                : Optional.of(new MailboxBound(mailbox.limit(), mailbox.overflow()));
    }

    private static Optional<String> resolved(ConfigurableListableBeanFactory beans, String text) {
        return Optional.ofNullable(beans.resolveEmbeddedValue(text)).filter(StringUtils::hasText);
    }

    private static List<String> groups(ConfigurableListableBeanFactory beans, Actor actor) {
        return Arrays.stream(actor.group())
                .map(group -> resolved(beans, group))
                .flatMap(Optional::stream)
                .toList();
    }

    private static void refuseOtherScopes(ConfigurableListableBeanFactory beans, String beanName) {
        BeanDefinition definition = beans.getMergedBeanDefinition(beanName);
        if (!definition.isPrototype()) {
            throw new InvalidActorException(
                    "The actor '%s' is not in the scope 'prototype', so it could not be started again afresh."
                            .formatted(beanName),
                    "Remove its @Scope, for @Actor brings the right one; a method that makes it"
                            + " needs @Scope(\"prototype\").");
        }
    }

    private static void refuseDuplicates(List<ActorDefinition> all) {
        Map<String, String> names = new HashMap<>();
        Map<String, String> globals = new HashMap<>();
        Map<String, String> types = new HashMap<>();
        for (ActorDefinition actor : all) {
            actor.name().ifPresent(name -> put(names, "name", name, actor));
            actor.global().ifPresent(name -> put(globals, "global name", name, actor));
            put(types, "type", actor.type(), actor);
        }
    }

    private static void put(
            Map<String, String> owners, String kind, String name, ActorDefinition actor) {
        String other = owners.putIfAbsent(name, actor.beanName());
        if (other != null) {
            throw new DuplicateActorNameException(kind, name, other, actor.beanName());
        }
    }
}
