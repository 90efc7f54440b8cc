package org.distributedactors.boot.actor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.distributedactors.behaviour.Call;
import org.distributedactors.behaviour.GenServer;
import org.distributedactors.behaviour.Next;
import org.distributedactors.behaviour.ServerRef;
import org.distributedactors.boot.autoconfigure.DistributedActorsAutoConfiguration;
import org.distributedactors.node.Node;
import org.distributedactors.pg.GroupRef;
import org.distributedactors.pg.ProcessGroups;
import org.distributedactors.process.ExitReason;
import org.distributedactors.term.Pid;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/// Actors that join groups, and senders to them.
class GroupTest {

    private static final List<String> HEARD = new CopyOnWriteArrayList<>();

    private final ApplicationContextRunner contexts =
            new ApplicationContextRunner()
                    .withConfiguration(
                            AutoConfigurations.of(DistributedActorsAutoConfiguration.class))
                    .withPropertyValues("team=blue");

    interface Listener {
        void heard(String what);
    }

    static class Note implements Listener {
        @Override
        public void heard(String what) {
            HEARD.add(getClass().getSimpleName() + " " + what);
        }
    }

    @Actor(
            name = "one",
            group = {"${team}-listeners", "all"})
    static class One extends Note {}

    @Actor(name = "two", group = "${team}-listeners")
    static class Two extends Note {}

    record Add(long n) implements Call<Add, Long> {}

    @Actor(name = "adder", group = "adders")
    static class Adder implements GenServer<Add> {
        private long sum;

        @Override
        public Next handle(Add add) {
            sum += add.n();
            return reply(add, sum);
        }
    }

    interface Summer {
        long sum(long n);
    }

    @Actor(name = "summer", group = "summers")
    static class SummerActor implements Summer {
        private long sum;

        @Override
        public long sum(long n) {
            sum += n;
            return sum;
        }
    }

    @Actor(type = "on-demand", group = "sleepers")
    static class OnDemand extends Note {}

    record Senders(
            @Group("${team}-listeners") Listener all,
            @Group("adders") GroupRef<Add> adders,
            @Group(name = "adders", pick = Group.Pick.RANDOM) ServerRef<Add> anAdder,
            @Group(name = "summers", pick = Group.Pick.LOCAL_FIRST) Summer summer) {}

    @Configuration(proxyBeanMethods = false)
    @Import({One.class, Two.class, Adder.class, SummerActor.class, OnDemand.class})
    static class Application {

        @Bean
        Senders senders(
                @Group("${team}-listeners") Listener all,
                @Group("adders") GroupRef<Add> adders,
                @Group(name = "adders", pick = Group.Pick.RANDOM) ServerRef<Add> anAdder,
                @Group(name = "summers", pick = Group.Pick.LOCAL_FIRST) Summer summer) {
            return new Senders(all, adders, anAdder, summer);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class AskAll {

        @Bean
        Object wrong(@Group("summers") Summer summer) {
            return summer;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class NoName {

        @Bean
        Object wrong(@Group("${nothing:}") Listener listener) {
            return listener;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class NoSender {

        @Bean
        Object wrong(@Group("all") One one) {
            return one;
        }
    }

    @Test
    void eachActorOfAGroupHears() {
        HEARD.clear();
        contexts.withUserConfiguration(Application.class)
                .run(context -> {
                    context.getBean(Senders.class).all().heard("x");

                    await().until(() -> HEARD.size() == 2);
                    assertThat(HEARD).containsExactlyInAnyOrder("One x", "Two x");
                });
    }

    @Test
    void oneMemberAnswers() {
        contexts.withUserConfiguration(Application.class)
                .run(context -> {
                    Senders senders = context.getBean(Senders.class);

                    assertThat(senders.adders().broadcast(new Add(1))).isOne();
                    assertThat(senders.anAdder().call(new Add(2))).isEqualTo(3);
                    assertThat(senders.summer().sum(4)).isEqualTo(4);
                });
    }

    @Test
    void anActorIsAMemberFromItsStartOnAndAFreshOneAfterARestart() {
        contexts.withUserConfiguration(Application.class)
                .run(context -> {
                    ProcessGroups groups = context.getBean(ProcessGroups.class);
                    Node node = context.getBean(Node.class);
                    Pid one = node.whereis("one").orElseThrow();
                    assertThat(groups.scope().members("blue-listeners"))
                            .containsExactlyInAnyOrder(one, node.whereis("two").orElseThrow());
                    assertThat(groups.scope().members("all")).containsExactly(one);

                    node.exit(one, ExitReason.KILL);

                    await().untilAsserted(() ->
                            assertThat(groups.scope().members("all"))
                                    .hasSize(1)
                                    .doesNotContain(one));
                });
    }

    @Test
    void aGroupStartsNothing() {
        contexts.withUserConfiguration(Application.class)
                .run(context ->
                        assertThat(context.getBean(ProcessGroups.class).scope().whichGroups())
                                .hasSize(4));
    }

    @Test
    void whatWouldHaveManyAnswersIsRefused() {
        contexts.withUserConfiguration(Application.class, AskAll.class)
                .run(context ->
                        assertThat(context)
                                .getFailure()
                                .hasRootCauseInstanceOf(InvalidActorException.class)
                                .rootCause()
                                .hasMessageContaining("cannot be sent to as a whole"));
    }

    @Test
    void aSenderWithoutANameAndOneOfAnActorsClassAreRefused() {
        contexts.withUserConfiguration(Application.class, NoName.class)
                .run(context ->
                        assertThat(context)
                                .getFailure()
                                .rootCause()
                                .hasMessageContaining("gives no name"));
        contexts.withUserConfiguration(Application.class, NoSender.class)
                .run(context ->
                        assertThat(context)
                                .getFailure()
                                .rootCause()
                                .hasMessageContaining("cannot make a sender of the type"));
    }
}
