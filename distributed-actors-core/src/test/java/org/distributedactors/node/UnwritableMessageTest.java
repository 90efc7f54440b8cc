package org.distributedactors.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.distributedactors.behaviour.CallFailedException;
import org.distributedactors.behaviour.CallTimeoutException;
import org.distributedactors.behaviour.ServerRef;
import org.distributedactors.node.SpawnRequestHandler.Function;
import org.distributedactors.process.DeadLetter;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Pid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A message without a form on the wire costs itself, never the connection.
class UnwritableMessageTest {

    private final TestNode a = new TestNode("a@127.0.0.1");
    private final TestNode b = new TestNode("b@127.0.0.1");
    private final Pid there = b.node.spawn(self -> self.receive(m -> () -> m));

    @BeforeEach
    void connect() {
        assertThat(a.connectTo(b)).isTrue();
    }

    @AfterEach
    void theConnectionStands() {
        assertThat(a.node.nodes()).containsExactly(b.node.name());
        a.close();
        b.close();
    }

    @Test
    void aPlainMessageIsADeadLetter() {
        a.node.send(there, new Object());

        await().until(() -> a.node.processes().counters().deadLetters(DeadLetter.UNENCODABLE) == 1);
        assertThat(b.node.processes().isAlive(there)).isTrue();
    }

    @Test
    void aValueWithoutEndDoesNotHoldUpTheOnesBehindIt() {
        List<Object> endless = new ArrayList<>();
        endless.add(endless);

        a.node.send(there, endless);
        a.node.send(there, Atom.of("hello"));

        await().until(() -> !b.node.processes().isAlive(there));
    }

    @Test
    void aSpawnIsAnsweredAtOnce() {
        var answer = a.node.requestSpawn(b.node.name(), Function.of("any", "any", 1), new Object());

        assertThat(answer.toCompletableFuture())
                .succeedsWithin(Duration.ofSeconds(5))
                .isEqualTo(Atom.of("badarg"));
    }

    @Test
    void aCallFailsWithoutWaitingForItsTimeout() {
        ServerRef<Object> server = ServerRef.of(a.node.processes(), there);

        assertThatThrownBy(() -> server.call(new Object(), null, Duration.ofMinutes(5)))
                .isInstanceOf(CallFailedException.class)
                .isNotInstanceOf(CallTimeoutException.class);
    }
}
