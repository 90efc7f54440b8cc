package org.distributedactors.boot.actor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import jakarta.annotation.PreDestroy;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.distributedactors.behaviour.Call;
import org.distributedactors.behaviour.CallFailedException;
import org.distributedactors.behaviour.GenServer;
import org.distributedactors.behaviour.Next;
import org.distributedactors.behaviour.ServerRef;
import org.distributedactors.boot.autoconfigure.DistributedActorsAutoConfiguration;
import org.distributedactors.node.Node;
import org.distributedactors.process.ExitReason;
import org.distributedactors.term.Pid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/// Actors of both shapes and their clients on a node that is alone.
@ExtendWith(OutputCaptureExtension.class)
class LocalActorTest {

    private final ApplicationContextRunner contexts =
            new ApplicationContextRunner()
                    .withConfiguration(
                            AutoConfigurations.of(
                                    SslAutoConfiguration.class,
                                    DistributedActorsAutoConfiguration.class))
                    .withPropertyValues("team=blue");

    /// Where actors of this test leave what happened to them.
    static class Journal {
        final List<Object> made = new CopyOnWriteArrayList<>();
        final List<Object> destroyed = new CopyOnWriteArrayList<>();
    }

    interface Counter {
        void add(long n);

        long get();

        void fail();
    }

    @Actor("${team}-counter")
    static class CounterActor implements Counter {

        private final Journal journal;
        private long value;

        CounterActor(Journal journal) {
            this.journal = journal;
            journal.made.add(this);
        }

        @Override
        public void add(long n) {
            value += n;
        }

        @Override
        public long get() {
            return value;
        }

        @Override
        public void fail() {
            throw new IllegalStateException("as asked");
        }

        @PreDestroy
        void destroyed() {
            journal.destroyed.add(this);
        }
    }

    sealed interface LedgerMessage {
        record Book(long cents) implements LedgerMessage {}

        record Balance() implements LedgerMessage, Call<LedgerMessage, Long> {}

        record Close() implements LedgerMessage {}
    }

    @Actor("ledger")
    static class LedgerActor implements GenServer<LedgerMessage> {

        private long balance;

        @Override
        public Next handle(LedgerMessage message) {
            return switch (message) {
                case LedgerMessage.Book(long cents) -> {
                    balance += cents;
                    yield noReply();
                }
                case LedgerMessage.Balance get -> reply(get, balance);
                case LedgerMessage.Close close -> stop(ExitReason.NORMAL);
            };
        }
    }

    record Clients(
            @Whereis(local = "${team}-counter") Counter counter,
            @Whereis(local = "ledger") ServerRef<LedgerMessage> ledger,
            @Whereis(local = "ledger") Supplier<Pid> pid,
            @Whereis(local = "nobody") Supplier<Optional<Pid>> nobody) {}

    record Wrong(@Whereis("counter") String client) {}

    record WithoutName(@Whereis Counter client) {}

    record WantsTheActor(Counter counter) {}

    @Test
    void aTypedClientReachesItsActor() {
        withActors()
                .run(context -> {
                    Counter counter = context.getBean(Clients.class).counter();
                    counter.add(2);
                    counter.add(3);

                    assertThat(counter.get()).isEqualTo(5);
                });
    }

    @Test
    void aServerRefReachesItsServer() {
        withActors()
                .run(context -> {
                    ServerRef<LedgerMessage> ledger = context.getBean(Clients.class).ledger();
                    ledger.cast(new LedgerMessage.Book(70));

                    assertThat(ledger.call(new LedgerMessage.Balance())).isEqualTo(70L);
                });
    }

    @Test
    void suppliersGiveWhoHasTheName() {
        withActors()
                .run(context -> {
                    Clients clients = context.getBean(Clients.class);

                    assertThat(clients.pid().get())
                            .isEqualTo(context.getBean(Node.class).whereis("ledger").orElseThrow());
                    assertThat(clients.nobody().get()).isEmpty();
                });
    }

    @Test
    void theActorItselfIsInjectedNowhere() {
        contexts.withBean(Journal.class)
                .withUserConfiguration(CounterActor.class)
                .withBean(WantsTheActor.class)
                .run(context ->
                        assertThat(context)
                                .getFailure()
                                .rootCause()
                                .hasMessageContaining("No qualifying bean of type"));
    }

    @Test
    void aFailedActorIsStartedAgainAfresh(CapturedOutput output) {
        withActors()
                .run(context -> {
                    Journal journal = context.getBean(Journal.class);
                    Counter counter = context.getBean(Clients.class).counter();
                    counter.add(5);
                    counter.fail();

                    await().ignoreExceptionsInstanceOf(CallFailedException.class)
                            .until(() -> counter.get() == 0);
                    assertThat(journal.made).hasSize(2);
                    assertThat(journal.destroyed).containsExactly(journal.made.getFirst());
                    assertThat(output)
                            .contains("(localActorTest.CounterActor) failed, restart 1 of ");
                });
    }

    @Test
    void anActorThatEndsNormallyIsNotStartedAgain() {
        withActors()
                .run(context -> {
                    ServerRef<LedgerMessage> ledger = context.getBean(Clients.class).ledger();
                    ledger.cast(new LedgerMessage.Close());

                    assertThatExceptionOfType(CallFailedException.class)
                            .isThrownBy(() -> ledger.call(new LedgerMessage.Balance()));
                });
    }

    @Test
    void instancesAreDestroyedWhenTheContextCloses() {
        Journal journal = new Journal();
        contexts.withBean(Journal.class, () -> journal)
                .withUserConfiguration(CounterActor.class)
                .run(context -> assertThat(journal.made).hasSize(1));

        assertThat(journal.destroyed).isEqualTo(journal.made);
    }

    @Test
    void clientsSurviveAStopAndAStart() {
        withActors()
                .run(context -> {
                    Counter counter = context.getBean(Clients.class).counter();
                    counter.add(1);
                    context.stop();
                    context.start();

                    assertThat(counter.get()).isZero();
                });
    }

    @Test
    void noActorIsMadeBeforeTheContextStarts() {
        Journal journal = new Journal();
        contexts.withBean(Journal.class, () -> journal)
                .withUserConfiguration(CounterActor.class)
                .withBean(
                        SmartInitializingSingleton.class,
                        () -> () -> assertThat(journal.made).isEmpty())
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void aTypeThatCanBeNoClientIsRefused() {
        contexts.withBean(Wrong.class)
                .run(context ->
                        assertThat(context)
                                .getFailure()
                                .rootCause()
                                .isInstanceOf(InvalidActorException.class)
                                .hasMessageContaining(
                                        "cannot make a client of the type java.lang.String"));
    }

    @Test
    void aClientOfNobodyIsRefused() {
        contexts.withBean(WithoutName.class)
                .run(context ->
                        assertThat(context)
                                .getFailure()
                                .rootCause()
                                .isInstanceOf(InvalidActorException.class)
                                .hasMessageContaining("gives no name"));
    }

    private ApplicationContextRunner withActors() {
        return contexts.withBean(Journal.class)
                .withUserConfiguration(CounterActor.class, LedgerActor.class)
                .withBean(Clients.class);
    }
}
