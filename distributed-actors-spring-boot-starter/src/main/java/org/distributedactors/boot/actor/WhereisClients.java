package org.distributedactors.boot.actor;

import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Supplier;
import org.distributedactors.behaviour.InterfaceClient;
import org.distributedactors.behaviour.Invocation;
import org.distributedactors.behaviour.ServerRef;
import org.distributedactors.global.GlobalRegistry;
import org.distributedactors.node.Node;
import org.distributedactors.process.Destination;
import org.distributedactors.process.ProcessRuntime;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Binary;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Term;
import org.distributedactors.term.Tuple;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.ResolvableType;
import org.springframework.util.StringUtils;

/// Makes what is injected for {@link Whereis}. Nothing is looked up and nothing is opened while a client is made: node and
/// registry are asked at each use, so a client outlives a stop and a start of the node.
final class WhereisClients {

    private static final Atom GLOBAL = Atom.of("global");

    private final ConfigurableListableBeanFactory beans;
    private final Supplier<ProcessRuntime> runtime = () -> node().processes();

    WhereisClients(ConfigurableListableBeanFactory beans) {
        this.beans = beans;
    }

    /// @throws InvalidActorException when the annotation names nothing, or the type can be no client
    Object client(Whereis whereis, ResolvableType type) {
        return client(whereis.global(), whereis.local(), type);
    }

    /// @throws InvalidActorException when there is no name or two, or the type can be no client
    Object client(String globalName, String localName, ResolvableType type) {
        Name name = name(globalName, localName, type);
        Class<?> raw = type.toClass();
        if (raw.equals(ServerRef.class)) {
            return ref(name).withTimeout(settings().callTimeout());
        }
        if (raw.equals(Supplier.class)) {
            return supplier(name, type);
        }
        if (raw.isInterface() && !raw.getName().startsWith("java.")) {
            return typed(name, raw);
        }
        throw unusable(type);
    }

    /// A name and where it counts.
    private record Name(String text, boolean global) {}

    private Name name(String globalName, String localName, ResolvableType type) {
        String global = resolved(globalName);
        String local = resolved(localName);
        if (StringUtils.hasText(global) == StringUtils.hasText(local)) {
            throw new InvalidActorException(
                    "@Whereis on a %s gives %s."
                            .formatted(type, global.isEmpty() ? "no name" : "two names"),
                    "Give either a name of the cluster, @Whereis(\"counter\"), or a name on this node,"
                            + " @Whereis(local = \"counter\").");
        }
        return StringUtils.hasText(global) ? new Name(global, true) : new Name(local, false);
    }

    private String resolved(String text) {
        String resolved = beans.resolveEmbeddedValue(text);
        return resolved == null ? "" : resolved;
    }

    private static InvalidActorException unusable(ResolvableType type) {
        return new InvalidActorException(
                "@Whereis cannot make a client of the type %s.".formatted(type),
                "Inject the interface of the actor, a ServerRef of its messages, a Supplier<Pid> or a"
                        + " Supplier<Optional<Pid>>; never the class of the actor.");
    }

    private Object supplier(Name name, ResolvableType type) {
        ResolvableType given = type.getGeneric();
        if (given.toClass().equals(Pid.class)) {
            return (Supplier<Pid>)
                    () ->
                            pid(name)
                                    .orElseThrow(() ->
                                            new NoSuchElementException(
                                                    "no process has the name " + term(name)));
        }
        if (given.toClass().equals(Optional.class)
                && given.getGeneric().toClass().equals(Pid.class)) {
            return (Supplier<Optional<Pid>>) () -> pid(name);
        }
        throw unusable(type);
    }

    private <T> T typed(Name name, Class<T> contract) {
        ServerRef<Invocation> server = ref(name);
        return InterfaceClient.of(contract, server, settings().callTimeout());
    }

    private ActorSettings settings() {
        return beans.getBean(ActorSettings.class);
    }

    private <M> ServerRef<M> ref(Name name) {
        return ServerRef.of(runtime, term(name), () -> pid(name).map(Destination::of));
    }

    private Optional<Pid> pid(Name name) {
        if (!node().isUp()) {
            return Optional.empty();
        }
        return name.global
                ? beans.getBean(GlobalRegistry.class).whereis(name.text)
                : node().whereis(name.text);
    }

    private Node node() {
        return beans.getBean(Node.class);
    }

    private static Term term(Name name) {
        return name.global ? Tuple.of(GLOBAL, Binary.utf8(name.text)) : Atom.of(name.text);
    }
}
