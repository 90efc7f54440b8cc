package org.distributedactors.boot.testcontainers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.distributedactors.node.Node;
import org.distributedactors.process.Destination;
import org.distributedactors.process.Down;
import org.distributedactors.process.ExitReason;
import org.distributedactors.term.Atom;
import org.distributedactors.term.NodeName;
import org.distributedactors.term.Tuple;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.testcontainers.context.ImportTestcontainers;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;

/// An application joins a real Erlang node in a container, by nothing but `@ServiceConnection`.
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.NONE,
        properties = {
            "spring.application.name=orders",
            "distributed-actors.epmd.mode=none",
            "distributed-actors.discovery.interval=200ms"
        })
class ErlangNodeContainerIT {

    private static final NodeName ERLANG = NodeName.of("erlang@127.0.0.1");

    @BeforeAll
    static void engine() {
        ContainerEngine.assumeRuns();
    }

    interface Containers {
        @ServiceConnection
        ErlangNodeContainer ERLANG_NODE =
                new ErlangNodeContainer(ContainerEngine.ERLANG_IMAGE)
                        .withErlang(
                                "register(echo, spawn(fun() -> (fun Loop() -> receive {From, M} ->"
                                        + " From ! M, Loop(); stop -> exit(done) end end)() end))");
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @ImportTestcontainers(Containers.class)
    static class Application {}

    @Autowired private Node node;

    @Test
    void theApplicationJoinsAndWatches() {
        await().until(() -> node.nodes().contains(ERLANG));
        assertThat(Containers.ERLANG_NODE.eval("nodes()")).isEqualTo("['orders@127.0.0.1']");

        CompletableFuture<Object> answer = new CompletableFuture<>();
        CompletableFuture<ExitReason> reason = new CompletableFuture<>();
        node.spawn(self -> {
            self.monitor(Destination.of(Atom.of("echo"), ERLANG.atom()));
            self.send(
                    Destination.of(Atom.of("echo"), ERLANG.atom()),
                    Tuple.of(self.pid(), Atom.of("hello")));
            answer.complete(
                    self.receive(message -> message instanceof Atom ? () -> message : null));
            reason.complete(
                    self.receive(message -> message instanceof Down down ? down::reason : null));
        });

        assertThat(answer).succeedsWithin(Duration.ofSeconds(20)).isEqualTo(Atom.of("hello"));
        Containers.ERLANG_NODE.eval("echo ! stop");
        assertThat(reason).succeedsWithin(Duration.ofSeconds(20)).isEqualTo(ExitReason.of("done"));
    }
}
