package org.distributedactors.boot.actor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.distributedactors.boot.actuate.RefusalAudit;
import org.distributedactors.boot.actuate.RefusalAuditAutoConfiguration;
import org.distributedactors.boot.autoconfigure.DistributedActorsAutoConfiguration;
import org.distributedactors.boot.context.RequestRefusedEvent;
import org.distributedactors.node.Node;
import org.distributedactors.node.Refusal;
import org.distributedactors.rpc.RpcClient;
import org.distributedactors.rpc.RpcException;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Term;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.audit.AuditEvent;
import org.springframework.boot.actuate.audit.listener.AuditApplicationEvent;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.event.EventListener;

/// Functions of beans and actors that other nodes may call. The node calls itself, as any other would.
class ExposedTest {

    private final ApplicationContextRunner contexts =
            new ApplicationContextRunner()
                    .withConfiguration(
                            AutoConfigurations.of(
                                    SslAutoConfiguration.class,
                                    RefusalAuditAutoConfiguration.class,
                                    DistributedActorsAutoConfiguration.class));

    record Article(String name, int pieces) {}

    static class Prices {

        @Exposed(module = "${prices.module:prices}")
        long ofArticle(Article article) {
            return 7L * article.pieces();
        }

        @Exposed(function = "all")
        List<String> names() {
            return List.of("pen");
        }

        @Exposed
        void forget() {}

        @Exposed
        long fail() {
            throw new IllegalStateException("sold out");
        }

        @Exposed(peers = "billing@*")
        long secret() {
            return 42;
        }

        long hidden() {
            return 1;
        }
    }

    interface Counter {
        void add(long n);

        long get();
    }

    @Exposed
    @Actor(name = "counter")
    static class CounterActor implements Counter {
        private long value;

        @Override
        public void add(long n) {
            value += n;
        }

        @Override
        public long get() {
            return value;
        }
    }

    @Exposed
    @Actor
    static class NamelessActor extends CounterActor {}

    static class Seen {
        final List<RequestRefusedEvent> refused = new CopyOnWriteArrayList<>();
        final List<AuditEvent> audited = new CopyOnWriteArrayList<>();

        @EventListener
        void refused(RequestRefusedEvent event) {
            refused.add(event);
        }

        @EventListener
        void audited(AuditApplicationEvent event) {
            audited.add(event.getAuditEvent());
        }
    }

    private static RpcException failure(Runnable call) {
        return catchThrowableOfType(RpcException.class, call::run);
    }

    @Test
    void methodsAreCalledWithTheirTypes() {
        contexts.withBean("store", Prices.class)
                .run(context -> {
                    RpcClient rpc = context.getBean(RpcClient.class);
                    var here = context.getBean(Node.class).name();

                    assertThat(
                                    rpc.call(
                                            here,
                                            "prices",
                                            "of_article",
                                            Long.class,
                                            new Article("pen", 3)))
                            .isEqualTo(21);
                    assertThat(rpc.call(here, "store", "all", Term.class))
                            .hasToString("[<<\"pen\">>]");
                    assertThat(rpc.call(here, "store", "forget", Atom.class)).isEqualTo(Atom.OK);
                });
    }

    @Test
    void whatIsWrongIsErlangsError() {
        contexts.withBean("store", Prices.class)
                .run(context -> {
                    RpcClient rpc = context.getBean(RpcClient.class);
                    var here = context.getBean(Node.class).name();

                    assertThat(
                                    failure(() ->
                                            rpc.call(
                                                    here,
                                                    "prices",
                                                    "of_article",
                                                    Term.class,
                                                    "pen")))
                            .hasMessage("error:badarg");
                    assertThat(failure(() -> rpc.call(here, "store", "hidden", Term.class)))
                            .hasMessageStartingWith("error:undef");
                    assertThat(failure(() -> rpc.call(here, "store", "fail", Term.class)))
                            .hasMessageContaining("sold out");
                });
    }

    @Test
    void whatIsForOtherPeersDoesNotExistIsToldAndAudited() {
        contexts.withBean("store", Prices.class)
                .withBean(Seen.class)
                .run(context -> {
                    RpcClient rpc = context.getBean(RpcClient.class);
                    Node node = context.getBean(Node.class);
                    Seen seen = context.getBean(Seen.class);

                    assertThat(failure(() -> rpc.call(node.name(), "store", "secret", Term.class)))
                            .hasMessageStartingWith("error:undef");

                    await().until(() -> !seen.audited.isEmpty());
                    assertThat(seen.refused)
                            .containsExactly(
                                    new RequestRefusedEvent(
                                            node.name(),
                                            Refusal.Kind.FUNCTION,
                                            "store:secret/0",
                                            "undef",
                                            0));
                    AuditEvent audit = seen.audited.getFirst();
                    assertThat(audit.getType()).isEqualTo(RefusalAudit.TYPE);
                    assertThat(audit.getPrincipal()).isEqualTo(node.name().toString());
                    assertThat(audit.getData()).containsEntry("what", "store:secret/0");
                    assertThat(node.refusals().count(Refusal.Kind.FUNCTION)).isEqualTo(1);
                });
    }

    @Test
    void aCallOfAnExposedActorsFunctionIsACallOfTheActor() {
        contexts.withUserConfiguration(CounterActor.class)
                .run(context -> {
                    RpcClient rpc = context.getBean(RpcClient.class);
                    var here = context.getBean(Node.class).name();

                    assertThat(rpc.call(here, "counter", "add", Atom.class, 5)).isEqualTo(Atom.OK);
                    assertThat(rpc.call(here, "counter", "get", Long.class)).isEqualTo(5);
                });
    }

    @Test
    void anActorWithoutANameCannotBeExposed() {
        contexts.withUserConfiguration(NamelessActor.class)
                .run(context ->
                        assertThat(context)
                                .getFailure()
                                .isInstanceOf(InvalidActorException.class)
                                .hasMessageContaining("@Exposed"));
    }

    @Test
    void twoFunctionsOfOneNameAreRefused() {
        contexts.withBean("store", Prices.class)
                .withBean("other", Prices.class)
                .run(context ->
                        assertThat(context)
                                .getFailure()
                                .isInstanceOf(DuplicateActorNameException.class)
                                .hasMessageContaining("prices:of_article/1"));
    }
}
