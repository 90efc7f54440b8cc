package org.distributedactors.boot.actor;

import java.util.stream.Stream;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.util.StringUtils;

/// Makes the beans of {@link ImportActorClients}, as an injection point with {@link Whereis} or {@link Group} would get them.
final class ActorClients {

    private final WhereisClients names;
    private final GroupClients groups;

    ActorClients(ConfigurableListableBeanFactory beans) {
        this.names = new WhereisClients(beans);
        this.groups = new GroupClients(beans);
    }

    /// @throws InvalidActorException when the interface does not say which actor it is for
    <T> T client(Class<T> type) {
        var found = MergedAnnotations.from(type).get(ActorClient.class);
        if (!found.isPresent() || !type.isInterface()) {
            throw new InvalidActorException(
                    "%s is no interface with @ActorClient.".formatted(type.getName()),
                    "Put @ActorClient(\"counter\") on the interface, with the name of the actor.");
        }
        ActorClient client = found.synthesize();
        long named =
                Stream.of(client.global(), client.local(), client.group())
                        .filter(StringUtils::hasText)
                        .count();
        if (named != 1) {
            throw new InvalidActorException(
                    "@ActorClient on %s gives %s."
                            .formatted(type.getName(), named == 0 ? "no name" : "several names"),
                    "Give one of a name of the cluster, a name on this node, and a group.");
        }
        ResolvableType wanted = ResolvableType.forClass(type);
        return type.cast(
                StringUtils.hasText(client.group())
                        ? groups.client(client.group(), "pg", client.pick(), wanted)
                        : names.client(client.global(), client.local(), wanted));
    }
}
