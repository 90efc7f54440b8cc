package org.distributedactors.boot.actor;

import org.distributedactors.behaviour.InterfaceClient;
import org.distributedactors.behaviour.Invocation;
import org.distributedactors.behaviour.ServerRef;
import org.distributedactors.pg.GroupClient;
import org.distributedactors.pg.GroupRef;
import org.distributedactors.pg.ProcessGroups;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.ResolvableType;
import org.springframework.util.StringUtils;

/// Makes what is injected for {@link Group}. Nothing is looked up and nothing is opened while a sender is made, so it outlives
/// a stop and a start of the node.
final class GroupClients {

    private final ConfigurableListableBeanFactory beans;

    GroupClients(ConfigurableListableBeanFactory beans) {
        this.beans = beans;
    }

    /// @throws InvalidActorException when the annotation names nothing, or the type can be no sender
    Object client(Group group, ResolvableType type) {
        return client(group.name(), group.scope(), group.pick(), type);
    }

    /// @throws InvalidActorException when there is no name, or the type can be no sender
    Object client(String unresolved, String scope, Group.Pick pick, ResolvableType type) {
        String name = resolved(unresolved);
        if (!StringUtils.hasText(name)) {
            throw new InvalidActorException(
                    "@Group on a %s gives no name.".formatted(type),
                    "Give the group's name, @Group(\"listeners\").");
        }
        GroupRef<Invocation> group = ref(scope, name);
        Class<?> raw = type.toClass();
        if (raw.equals(GroupRef.class)) {
            return group;
        }
        if (raw.equals(ServerRef.class) && pick != Group.Pick.ALL) {
            return one(group, pick);
        }
        if (raw.isInterface() && !raw.getName().startsWith("java.")) {
            return typed(group, pick, raw);
        }
        throw new InvalidActorException(
                "@Group cannot make a sender of the type %s.".formatted(type),
                "Inject an interface, a GroupRef of the members' messages, or, with pick, a ServerRef of"
                        + " them; never the class of an actor.");
    }

    private <T> T typed(GroupRef<Invocation> group, Group.Pick pick, Class<T> contract) {
        if (pick != Group.Pick.ALL) {
            return InterfaceClient.of(
                    contract, one(group, pick), beans.getBean(ActorSettings.class).callTimeout());
        }
        try {
            return GroupClient.of(contract, group);
        } catch (IllegalArgumentException hasResult) {
            throw new InvalidActorException(
                    "The group %s cannot be sent to as a whole: %s."
                            .formatted(group.group(), hasResult.getMessage()),
                    "Say which member answers, pick = LOCAL_FIRST or RANDOM, or give the method no result.");
        }
    }

    private static ServerRef<Invocation> one(GroupRef<Invocation> group, Group.Pick pick) {
        return pick == Group.Pick.LOCAL_FIRST ? group.pickLocalFirst() : group.pickRandom();
    }

    private GroupRef<Invocation> ref(String scope, String name) {
        return beans.getBean(ProcessGroups.class)
                .scope(resolved(scope))
                .ref(name, Invocation.class);
    }

    private String resolved(String text) {
        String resolved = beans.resolveEmbeddedValue(text);
        return resolved == null ? "" : resolved;
    }
}
