package org.distributedactors.boot.actor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.distributedactors.behaviour.CallFailedException;
import org.distributedactors.boot.autoconfigure.DistributedActorsAutoConfiguration;
import org.distributedactors.boot.context.DeadLettersEvent;
import org.distributedactors.node.Node;
import org.distributedactors.process.DeadLetter;
import org.distributedactors.process.MailboxBound.Overflow;
import org.distributedactors.process.MailboxFullException;
import org.distributedactors.term.Atom;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.event.EventListener;

/// Bounds of mailboxes, by annotation and by properties, and dead letters as events.
class MailboxTest {

    private final ApplicationContextRunner contexts =
            new ApplicationContextRunner()
                    .withConfiguration(
                            AutoConfigurations.of(
                                    SslAutoConfiguration.class,
                                    DistributedActorsAutoConfiguration.class))
                    .withPropertyValues("distributed-actors.shutdown.grace-period=20ms");

    interface Busy {
        void block();

        String get();
    }

    abstract static class BusyActor implements Busy {

        static final CountDownLatch NEVER = new CountDownLatch(1);

        @Override
        public void block() {
            try {
                NEVER.await();
            } catch (InterruptedException killed) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public String get() {
            return "got";
        }
    }

    @Actor(name = "strict", mailbox = @Mailbox(limit = 2))
    static class StrictActor extends BusyActor {}

    @Actor(name = "lossy", mailbox = @Mailbox(limit = 2, overflow = Overflow.DROP_OLDEST))
    static class LossyActor extends BusyActor {}

    @Actor("plain")
    static class PlainActor extends BusyActor {}

    @Actor(name = "endless", mailbox = @Mailbox(limit = Mailbox.UNBOUNDED))
    static class EndlessActor extends BusyActor {}

    record Clients(
            @Whereis(local = "strict") Busy strict,
            @Whereis(local = "lossy") Busy lossy,
            @Whereis(local = "plain") Busy plain,
            @Whereis(local = "endless") Busy endless) {}

    private ApplicationContextRunner withActors() {
        return contexts.withUserConfiguration(
                        StrictActor.class, LossyActor.class, PlainActor.class, EndlessActor.class)
                .withBean(Clients.class);
    }

    /// Keeps it busy, and then fills its mailbox with two.
    private static void fill(Node node, String name, Busy client) {
        client.block();
        await().until(() -> {
            var info = node.processes().info(node.whereis(name).orElseThrow()).orElseThrow();
            return !info.idle() && info.queueLength() == 0;
        });
        client.block();
        client.block();
    }

    @Test
    void aCastToAFullMailboxFailsAndACallFailsAtOnce() {
        withActors()
                .run(context -> {
                    Busy strict = context.getBean(Clients.class).strict();
                    fill(context.getBean(Node.class), "strict", strict);

                    assertThatThrownBy(strict::block).isInstanceOf(MailboxFullException.class);
                    assertThatThrownBy(strict::get)
                            .isInstanceOfSatisfying(
                                    CallFailedException.class,
                                    full -> assertThat(full.reason()).hasToString("mailbox_full"));
                });
    }

    @Test
    void anActorMayDropInstead() {
        withActors()
                .run(context -> {
                    Busy lossy = context.getBean(Clients.class).lossy();
                    Node node = context.getBean(Node.class);
                    fill(node, "lossy", lossy);
                    lossy.block();

                    assertThat(node.processes().counters().deadLetters(DeadLetter.MAILBOX_FULL))
                            .isEqualTo(1);
                });
    }

    @Test
    void thePropertiesBoundThoseThatSayNothing() {
        withActors()
                .withPropertyValues(
                        "distributed-actors.actor.mailbox.limit=2",
                        "distributed-actors.actor.mailbox.overflow=fail")
                .run(context -> {
                    Clients clients = context.getBean(Clients.class);
                    Node node = context.getBean(Node.class);
                    fill(node, "plain", clients.plain());
                    fill(node, "endless", clients.endless());

                    assertThatThrownBy(clients.plain()::block)
                            .isInstanceOf(MailboxFullException.class);
                    clients.endless().block();
                });
    }

    @Test
    void withoutABoundAnyNumberWaits() {
        withActors()
                .run(context -> {
                    Busy plain = context.getBean(Clients.class).plain();
                    for (int i = 0; i < 1000; i++) {
                        plain.block();
                    }
                    assertThat(context).hasNotFailed();
                });
    }

    @Actor(name = "wrong", mailbox = @Mailbox(limit = -7))
    static class WrongActor extends BusyActor {}

    @Test
    void anImpossibleLimitIsRefused() {
        contexts.withUserConfiguration(WrongActor.class)
                .run(context ->
                        assertThat(context)
                                .getFailure()
                                .isInstanceOf(InvalidActorException.class)
                                .hasMessageContaining("limit -7"));
    }

    static class Letters {
        final List<DeadLettersEvent> events = new CopyOnWriteArrayList<>();

        @EventListener
        void lost(DeadLettersEvent event) {
            events.add(event);
        }
    }

    @Test
    void aDeadLetterIsAnEvent() {
        contexts.withBean(Letters.class)
                .run(context -> {
                    context.getBean(Node.class).processes().send(Atom.of("nobody"), "lost");
                    List<DeadLettersEvent> events = context.getBean(Letters.class).events;
                    await().until(() -> !events.isEmpty());

                    assertThat(events.getFirst())
                            .isEqualTo(
                                    new DeadLettersEvent(
                                            DeadLetter.NO_NAME,
                                            Atom.of("nobody"),
                                            "java.lang.String",
                                            0));
                });
    }

    @Test
    void aFloodOfDeadLettersIsAFewEvents() {
        List<Object> published = new ArrayList<>();
        long[] now = {0};
        DeadLetterEvents events = new DeadLetterEvents(published::add, () -> now[0]);
        for (int i = 0; i < 1000; i++) {
            events.deadLetter(DeadLetter.NO_NAME, Atom.of("nobody"), "String");
            now[0] += 1_000_000;
        }

        assertThat(published).hasSize(10);
        assertThat(((DeadLettersEvent) published.getLast()).others()).isEqualTo(99);
    }
}
