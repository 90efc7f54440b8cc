package org.distributedactors.boot.actor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.distributedactors.behaviour.GenServer;
import org.distributedactors.behaviour.Next;
import org.distributedactors.behaviour.Restart;
import org.distributedactors.boot.exclusive.Lease;
import org.distributedactors.boot.exclusive.LeaseAware;
import org.distributedactors.boot.state.StateKeeping;
import org.distributedactors.rpc.Grant;
import org.distributedactors.spawn.OnNodeLoss;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.annotation.AnnotatedBeanDefinitionReader;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Scope;
import org.springframework.context.support.PropertySourcesPlaceholderConfigurer;
import org.springframework.core.env.MapPropertySource;

/// What is read off annotated beans, and what is refused.
class ActorDefinitionsTest {

    interface Greeter {
        String greet();
    }

    interface LoudGreeter extends Greeter {
        String shout();
    }

    interface Other {
        void other();
    }

    record Message() {}

    @Actor("alice")
    static class NamedActor implements Greeter {
        public String greet() {
            return "hello";
        }
    }

    @Actor(global = "${company}-greeter", type = "${company}", spawnable = true, failover = false)
    static class GlobalActor implements LoudGreeter, Serializable, DisposableBean {
        public String greet() {
            return "hello";
        }

        public String shout() {
            return "HELLO";
        }

        public void destroy() {}
    }

    abstract static class BaseServer<T> implements GenServer<T> {
        @Override
        public Next handle(T message) {
            return noReply();
        }
    }

    @Actor
    static class ServerActor extends BaseServer<Message> {}

    @Actor
    static class VagueServer<T> extends BaseServer<T> {}

    @Actor
    static class ActorWithArgument extends NamedActor {
        void init(Message message) {}
    }

    @Actor("bob")
    static class NamedActorWithArgument extends NamedActor {
        void init(Message message) {}
    }

    @Actor
    static class MuteActor implements Serializable {}

    @Actor
    static class TornActor implements Greeter, Other {
        public String greet() {
            return "hello";
        }

        public void other() {}
    }

    @Actor("alice")
    static class AnotherAlice extends NamedActor {}

    @Actor
    @Scope("singleton")
    static class SingletonActor extends NamedActor {}

    @Test
    void anActorWithANameIsReadFromItsInterface() {
        assertThat(read(NamedActor.class))
                .containsExactly(
                        new ActorDefinition(
                                "actorDefinitionsTest.NamedActor",
                                "actorDefinitionsTest.NamedActor",
                                new ActorShape.Contract(Greeter.class),
                                Optional.empty(),
                                Optional.of("alice"),
                                Optional.empty(),
                                false,
                                List.of(),
                                true,
                                Optional.empty(),
                                Grant.ANYBODY,
                                Grant.NOBODY,
                                StateKeeping.NONE,
                                Restart.TEMPORARY,
                                OnNodeLoss.NOTHING,
                                Optional.empty()));
    }

    @Test
    void placeholdersAreResolvedAndTheMostSpecificInterfaceCounts() {
        assertThat(read(GlobalActor.class))
                .containsExactly(
                        new ActorDefinition(
                                "actorDefinitionsTest.GlobalActor",
                                "acme",
                                new ActorShape.Contract(LoudGreeter.class),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of("acme-greeter"),
                                false,
                                List.of(),
                                false,
                                Optional.empty(),
                                Grant.ANYBODY,
                                Grant.ANYBODY,
                                StateKeeping.NONE,
                                Restart.TEMPORARY,
                                OnNodeLoss.NOTHING,
                                Optional.empty()));
    }

    @Test
    void theMessageTypeOfAServerIsFoundThroughItsBase() {
        ActorDefinition actor = read(ServerActor.class).getFirst();

        assertThat(actor.shape()).isEqualTo(new ActorShape.Server(Message.class));
        assertThat(actor.startsAtBoot()).isFalse();
    }

    @Test
    void twoActorsWithOneNameAreRefused() {
        assertThatExceptionOfType(DuplicateActorNameException.class)
                .isThrownBy(() -> read(NamedActor.class, AnotherAlice.class))
                .withMessage(
                        "The actors 'actorDefinitionsTest.NamedActor' and"
                                + " 'actorDefinitionsTest.AnotherAlice' both have the name 'alice'.")
                .satisfies(failure -> assertThat(failure.action()).contains("another name"));
    }

    @Test
    void anActorWithoutMessagesIsRefused() {
        assertThatExceptionOfType(InvalidActorException.class)
                .isThrownBy(() -> read(MuteActor.class))
                .withMessageContaining("implements no interface");
    }

    @Test
    void anActorWithTwoInterfacesIsRefused() {
        assertThatExceptionOfType(InvalidActorException.class)
                .isThrownBy(() -> read(TornActor.class))
                .withMessageContaining("only one interface can hold its messages");
    }

    @Test
    void aServerOfAnUnknownMessageTypeIsRefused() {
        assertThatExceptionOfType(InvalidActorException.class)
                .isThrownBy(() -> read(VagueServer.class))
                .withMessageContaining("does not say which messages it takes");
    }

    @Test
    void theMethodThatTakesTheArgumentIsFound() {
        assertThat(read(ActorWithArgument.class).getFirst().initializer())
                .map(ActorInitializer::argumentType)
                .contains(Message.class);
    }

    @Test
    void anActorThatStartsWithTheApplicationGetsNoArgument() {
        assertThatExceptionOfType(InvalidActorException.class)
                .isThrownBy(() -> read(NamedActorWithArgument.class))
                .withMessageContaining("nobody could give its method 'init' an argument");
    }

    @Test
    void anActorOfAnotherScopeIsRefused() {
        assertThatExceptionOfType(InvalidActorException.class)
                .isThrownBy(() -> read(SingletonActor.class))
                .withMessageContaining("not in the scope 'prototype'");
    }

    @Actor(name = "sole", exclusive = true)
    static class ExclusiveWithoutGlobal extends NamedActor {}

    @Actor(global = "sole", exclusive = true, failover = false)
    static class ExclusiveWithoutFailover extends NamedActor {}

    @Actor(global = "sole")
    static class CuriousActor extends NamedActor implements LeaseAware {
        @Override
        public void setLease(Lease lease) {}
    }

    @Test
    void anExclusiveActorHasAGlobalNameAndFailover() {
        assertThatExceptionOfType(InvalidActorException.class)
                .isThrownBy(() -> read(ExclusiveWithoutGlobal.class))
                .withMessageContaining("is exclusive and has no global name");
        assertThatExceptionOfType(InvalidActorException.class)
                .isThrownBy(() -> read(ExclusiveWithoutFailover.class))
                .withMessageContaining("is exclusive and has no fail-over");
    }

    @Test
    void onlyAnExclusiveActorHasALease() {
        assertThatExceptionOfType(InvalidActorException.class)
                .isThrownBy(() -> read(CuriousActor.class))
                .withMessageContaining("wants to know its lease");
    }

    private static List<ActorDefinition> read(Class<?>... beans) {
        try (var context = new AnnotationConfigApplicationContext()) {
            context.getEnvironment()
                    .getPropertySources()
                    .addFirst(new MapPropertySource("test", Map.of("company", "acme")));
            new AnnotatedBeanDefinitionReader(context).register(beans);
            context.registerBean(
                    PropertySourcesPlaceholderConfigurer.class,
                    PropertySourcesPlaceholderConfigurer::new);
            context.refresh();
            return ActorDefinitions.of(context.getBeanFactory()).all();
        }
    }
}
