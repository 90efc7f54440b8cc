package org.distributedactors.boot.observation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.common.KeyValues;
import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.transport.Kind;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.distributedactors.behaviour.CallFailedException;
import org.distributedactors.behaviour.CallTimeoutException;
import org.distributedactors.behaviour.InterfaceClient;
import org.distributedactors.behaviour.Invocation;
import org.distributedactors.behaviour.Next;
import org.distributedactors.behaviour.ServerCallbacks;
import org.distributedactors.behaviour.ServerRef;
import org.distributedactors.boot.actor.Actor;
import org.distributedactors.boot.actor.ActorDecorator;
import org.distributedactors.boot.actor.Mailbox;
import org.distributedactors.boot.actor.Whereis;
import org.distributedactors.boot.autoconfigure.DistributedActorsAutoConfiguration;
import org.distributedactors.kernel.Kernel;
import org.distributedactors.node.Node;
import org.distributedactors.process.MessageTracing;
import org.distributedactors.process.NonBlocking;
import org.distributedactors.term.Atom;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/// Handled messages, calls and sent messages as observations, on a node that is alone.
class ActorObservationsTest {

    private final TestObservationRegistry registry = TestObservationRegistry.create();
    private final BlockingQueue<Observation.Context> stopped = new LinkedBlockingQueue<>();

    private final ApplicationContextRunner off =
            new ApplicationContextRunner()
                    .withConfiguration(
                            AutoConfigurations.of(
                                    SslAutoConfiguration.class,
                                    DistributedActorsAutoConfiguration.class,
                                    ObservationsAutoConfiguration.class))
                    .withBean(ObservationRegistry.class, () -> registry)
                    .withBean("front", FrontActor.class)
                    .withBean("store", StoreActor.class);
    private final ApplicationContextRunner on =
            off.withPropertyValues("distributed-actors.observations.enabled=true");

    ActorObservationsTest() {
        registry.observationConfig().observationHandler(new Stopped());
    }

    private final class Stopped implements ObservationHandler<Observation.Context> {

        @Override
        public void onStop(Observation.Context context) {
            stopped.add(context);
        }

        @Override
        public boolean supportsContext(Observation.Context context) {
            return true;
        }
    }

    interface Front {
        long total(long more);

        void note(long more);

        CompletionStage<Long> later(long more);

        long fail();

        long slow() throws InterruptedException;
    }

    interface Store {
        long add(long n);

        void put(long n);
    }

    @Actor("front")
    static class FrontActor implements Front, ServerCallbacks {

        static final CountDownLatch NEVER = new CountDownLatch(1);

        private final Store store;

        FrontActor(@Whereis(local = "store") Store store) {
            this.store = store;
        }

        @Override
        public long total(long more) {
            return store.add(more);
        }

        @Override
        public void note(long more) {
            store.put(more);
        }

        @Override
        public CompletionStage<Long> later(long more) {
            return CompletableFuture.completedFuture(more);
        }

        @Override
        public long fail() {
            throw new IllegalStateException("as asked");
        }

        @Override
        public long slow() throws InterruptedException {
            NEVER.await(1, TimeUnit.SECONDS);
            return 0;
        }

        @Override
        public Next handleInfo(Object info) {
            return noReply();
        }
    }

    @NonBlocking
    @Actor(value = "store", mailbox = @Mailbox(limit = 100))
    static class StoreActor implements Store {

        private long sum;

        @Override
        public long add(long n) {
            sum += n;
            return sum;
        }

        @Override
        public void put(long n) {
            sum += n;
        }
    }

    private static ServerRef<Invocation> ref(AssertableApplicationContext context, String name) {
        return ServerRef.of(context.getBean(Node.class).processes(), Atom.of(name));
    }

    private static Front front(AssertableApplicationContext context) {
        return InterfaceClient.of(Front.class, ref(context, "front"));
    }

    private Observation.Context next(Class<?> kind, String messageType) {
        while (true) {
            Observation.Context context = poll();
            if (kind.isInstance(context)
                    && context.getLowCardinalityKeyValue("message.type")
                            .getValue()
                            .equals(messageType)) {
                return context;
            }
        }
    }

    private Observation.Context poll() {
        try {
            Observation.Context context = stopped.poll(10, TimeUnit.SECONDS);
            assertThat(context).isNotNull();
            return context;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static String low(Observation.Context context) {
        StringBuilder text = new StringBuilder(context.getName());
        context.getLowCardinalityKeyValues()
                .forEach(tag -> text.append(' ').append(tag.getValue()));
        return text.toString();
    }

    private static Object parent(Observation.Context context) {
        var parent = context.getParentObservation();
        return parent == null ? null : parent.getContextView();
    }

    @Test
    void withoutThePropertyNothingIsObserved() {
        off.run(context -> {
            assertThat(front(context).total(3)).isEqualTo(3);

            assertThat(stopped).isEmpty();
            assertThat(context).doesNotHaveBean(MessageTracing.class);
            assertThat(context).as("nothing around actors").doesNotHaveBean(ActorDecorator.class);
            assertThat(context.getBean(Node.class).processes().tracing()).isNull();
            assertThat(context.getBean(Node.class).capabilities().own().capabilities())
                    .doesNotContain("trace_context");
        });
    }

    @Test
    void withoutARegistryOrMicrometerTheApplicationStarts() {
        new ApplicationContextRunner()
                .withConfiguration(
                        AutoConfigurations.of(
                                DistributedActorsAutoConfiguration.class,
                                ObservationsAutoConfiguration.class))
                .withPropertyValues("distributed-actors.observations.enabled=true")
                .run(context -> assertThat(context).doesNotHaveBean(ActorObservations.class));
        off.withPropertyValues("distributed-actors.observations.enabled=true")
                .withClassLoader(new FilteredClassLoader(ObservationRegistry.class))
                .run(context -> assertThat(context).hasSingleBean(Kernel.class));
    }

    @Test
    void withTheKernelSwitchedOffThereIsNothingToObserve() {
        on.withPropertyValues("distributed-actors.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(ActorObservations.class));
    }

    @Test
    void aCallIsTheParentOfWhatItHasAnActorDo() {
        on.run(context -> {
            Observation outer = Observation.start("request", registry);
            try (Observation.Scope scope = outer.openScope()) {
                front(context).total(3);
            } finally {
                outer.stop();
            }

            List<Observation.Context> all = List.of(poll(), poll(), poll(), poll(), poll());
            assertThat(all)
                    .extracting(ActorObservationsTest::low)
                    .containsExactlyInAnyOrder(
                            "distributed.actors.handle store add SUCCESS",
                            "distributed.actors.call add SUCCESS",
                            "distributed.actors.handle front total SUCCESS",
                            "distributed.actors.call total SUCCESS",
                            "request");
            Observation.Context addHandled = of(all, "handle store");
            Observation.Context addCalled = of(all, "call add");
            Observation.Context totalHandled = of(all, "handle front");
            Observation.Context totalCalled = of(all, "call total");
            assertThat(parent(addHandled)).isSameAs(addCalled);
            assertThat(parent(addCalled)).isSameAs(totalHandled);
            assertThat(parent(totalHandled)).isSameAs(totalCalled);
            assertThat(parent(totalCalled)).isSameAs(outer.getContextView());
            assertThat(((HandleContext) addHandled).getKind()).isEqualTo(Kind.SERVER);
            assertThat(addHandled.getHighCardinalityKeyValue("actor.ref").getValue())
                    .startsWith("<");
            assertThat(addCalled.getHighCardinalityKeyValue("actor.ref").getValue())
                    .isEqualTo("store");
            assertThat(addCalled.getHighCardinalityKeyValue("peer").getValue())
                    .isEqualTo("nonode@nohost");
        });
    }

    private static Observation.Context of(List<Observation.Context> all, String text) {
        return all.stream().filter(one -> low(one).contains(text)).findFirst().orElseThrow();
    }

    @Test
    void aMessageThatIsNotAnsweredIsTheParentToo() {
        on.run(context -> {
            front(context).note(3);

            Observation.Context noted = next(HandleContext.class, "note");
            assertThat(parent(noted)).as("nothing has led to it").isNull();
            Observation.Context handled = next(HandleContext.class, "put");
            SendContext sent = (SendContext) parent(handled);
            assertThat(low(sent)).isEqualTo("distributed.actors.send put");
            assertThat(parent(sent)).isSameAs(noted);
            assertThat(((HandleContext) handled).getKind()).isEqualTo(Kind.CONSUMER);
        });
    }

    @Test
    void whatAnswersLaterAndWhatDoesNotWaitAreObservedTillTheirEnd() {
        on.run(context -> {
            assertThat(front(context).later(3).toCompletableFuture().join()).isEqualTo(3);

            assertThat(low(next(CallContext.class, "later")))
                    .isEqualTo("distributed.actors.call later SUCCESS");
        });
    }

    @Test
    void aFailureIsTheErrorOfBoth() {
        on.run(context -> {
            assertThatThrownBy(() -> front(context).fail()).isInstanceOf(CallFailedException.class);

            Observation.Context handled = poll();
            assertThat(low(handled)).isEqualTo("distributed.actors.handle front fail ERROR");
            assertThat(handled.getError()).isInstanceOf(IllegalStateException.class);
            Observation.Context called = poll();
            assertThat(low(called)).isEqualTo("distributed.actors.call fail ERROR");
            assertThat(called.getError()).isInstanceOf(CallFailedException.class);
        });
    }

    @Test
    void aCallThatNobodyAnswersSaysWhy() {
        on.run(context -> {
            Front nobody = InterfaceClient.of(Front.class, ref(context, "nobody"));
            assertThatThrownBy(() -> nobody.total(1)).isInstanceOf(CallFailedException.class);
            assertThat(low(poll())).isEqualTo("distributed.actors.call total NOPROC");

            Front late =
                    InterfaceClient.of(Front.class, ref(context, "front"), Duration.ofMillis(20));
            assertThatThrownBy(late::slow).isInstanceOf(CallTimeoutException.class);
            assertThat(low(next(CallContext.class, "slow")))
                    .isEqualTo("distributed.actors.call slow TIMEOUT");

            ServerRef<Invocation> elsewhere =
                    ServerRef.of(
                            context.getBean(Node.class).processes(),
                            Atom.of("front"),
                            Atom.of("gone@127.0.0.1"));
            assertThatThrownBy(() -> InterfaceClient.of(Front.class, elsewhere).total(1))
                    .isInstanceOf(CallFailedException.class);
            Observation.Context lost = next(CallContext.class, "total");
            assertThat(low(lost)).isEqualTo("distributed.actors.call total NOCONNECTION");
            assertThat(lost.getHighCardinalityKeyValue("peer").getValue())
                    .isEqualTo("gone@127.0.0.1");
        });
    }

    @Test
    void aBeanOfTheApplicationSaysOtherThings() {
        on.withBean(
                        HandleObservationConvention.class,
                        () ->
                                new HandleObservationConvention() {
                                    @Override
                                    public String getName() {
                                        return "my.actors";
                                    }

                                    @Override
                                    public KeyValues getLowCardinalityKeyValues(
                                            HandleContext handled) {
                                        return KeyValues.of(
                                                "message.type", "my " + handled.messageType());
                                    }
                                })
                .run(context -> {
                    front(context).total(3);

                    assertThat(low(next(HandleContext.class, "my total")))
                            .isEqualTo("my.actors my total");
                });
    }

    @Test
    void allThatIsObservedIsDocumented() {
        on.run(context -> {
            front(context).total(3);
            front(context).note(3);

            await().until(() -> stopped.size() >= 7);
            for (Observation.Context one : stopped) {
                ActorObservation known =
                        ActorObservation.valueOf(
                                one.getName()
                                        .replace("distributed.actors.", "")
                                        .toUpperCase(Locale.ROOT));
                assertThat(one.getLowCardinalityKeyValues())
                        .extracting(tag -> tag.getKey())
                        .containsExactlyInAnyOrder(names(known.getLowCardinalityKeyNames()));
                assertThat(one.getHighCardinalityKeyValues())
                        .extracting(tag -> tag.getKey())
                        .containsExactlyInAnyOrder(names(known.getHighCardinalityKeyNames()));
            }
        });
    }

    private static String[] names(KeyName... keys) {
        return Arrays.stream(keys).map(KeyName::asString).toArray(String[]::new);
    }
}
