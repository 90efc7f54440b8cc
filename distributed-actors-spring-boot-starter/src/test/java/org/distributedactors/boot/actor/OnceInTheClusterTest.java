package org.distributedactors.boot.actor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.distributedactors.behaviour.Next;
import org.distributedactors.behaviour.ServerCallbacks;
import org.distributedactors.boot.autoconfigure.DistributedActorsAutoConfiguration;
import org.distributedactors.node.Node;
import org.distributedactors.process.Self;
import org.distributedactors.term.Atom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/// A global actor with an interval does on one node what is to be done once in the cluster, and on another afterwards.
class OnceInTheClusterTest {

    private static final Map<Atom, AtomicInteger> MADE = new ConcurrentHashMap<>();

    private final ActorContexts contexts = new ActorContexts(Application.class);

    interface Report {
        long made();
    }

    @Actor(global = "report")
    static class ReportActor implements Report, ServerCallbacks {

        private Atom here = Atom.UNDEFINED;

        @Override
        public Next init(Self self) {
            here = self.pid().node();
            self.interval(Duration.ofMillis(10), "make");
            return noReply();
        }

        @Override
        public Next handleInfo(Object make) {
            MADE.computeIfAbsent(here, node -> new AtomicInteger()).incrementAndGet();
            return noReply();
        }

        @Override
        public long made() {
            return OnceInTheClusterTest.made(here);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({SslAutoConfiguration.class, DistributedActorsAutoConfiguration.class})
    @Import(ReportActor.class)
    static class Application {}

    @AfterEach
    void closeContexts() {
        contexts.close();
        MADE.clear();
    }

    @Test
    void oneNodeDoesItUntilItLeavesAndThenAnother() {
        ConfigurableApplicationContext a = contexts.start("a");
        ConfigurableApplicationContext b = contexts.start("b", a);
        Atom first = a.getBean(Node.class).name().atom();
        Atom second = b.getBean(Node.class).name().atom();

        await().until(() -> made(first) >= 5);
        assertThat(made(second)).isZero();

        a.close();

        await().until(() -> made(second) >= 5);
    }

    private static int made(Atom node) {
        AtomicInteger count = MADE.get(node);
        return count == null ? 0 : count.get();
    }
}
