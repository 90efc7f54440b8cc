package org.distributedactors.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.distributedactors.process.ProcessRuntime;
import org.distributedactors.process.Self;
import org.distributedactors.process.TestRuntime;
import org.distributedactors.term.Atom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class InterfaceServerTest {

    interface Counter {
        void add(long n);

        void add(long n, long times);

        long get();

        CompletionStage<Long> getLater();

        long failWith(String text);

        default long twice() {
            return 2 * get();
        }
    }

    static class CounterActor implements Counter, ServerCallbacks {
        final LinkedBlockingQueue<Object> info = new LinkedBlockingQueue<>();
        private long value;

        @Override
        public void add(long n) {
            value += n;
        }

        @Override
        public void add(long n, long times) {
            value += n * times;
        }

        @Override
        public long get() {
            return value;
        }

        @Override
        public CompletionStage<Long> getLater() {
            return CompletableFuture.completedStage(value);
        }

        @Override
        public long failWith(String text) {
            throw new IllegalArgumentException(text);
        }

        @Override
        public Next init(Self self) {
            value = 1;
            return noReply();
        }

        @Override
        public Next handleInfo(Object message) {
            info.add(message);
            return noReply();
        }
    }

    interface Ambiguous {
        void put(String text);

        void put(long number);
    }

    @RegisterExtension final TestRuntime extension = new TestRuntime();

    private final CounterActor actor = new CounterActor();
    private ProcessRuntime runtime;
    private ServerRef<Invocation> ref;
    private Counter counter;

    @BeforeEach
    void setUp() {
        runtime = extension.get();
        ref = GenServer.start(runtime, InterfaceServer.of(Counter.class, actor)).ref();
        counter = InterfaceClient.of(Counter.class, ref);
    }

    @Test
    void aMethodIsAMessage() {
        counter.add(4);

        assertThat(counter.get()).isEqualTo(5);
    }

    @Test
    void methodsOfOneNameAreToldApartByTheirArguments() {
        counter.add(2, 3);

        assertThat(counter.get()).isEqualTo(7);
    }

    @Test
    void twoMethodsOfOneNameAndNumberOfArgumentsAreRefused() {
        assertThatThrownBy(() -> InterfaceProtocol.of(Ambiguous.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("put/1");
    }

    @Test
    void aStageDoesNotWait() throws Exception {
        assertThat(counter.getLater().toCompletableFuture().get(10, TimeUnit.SECONDS)).isEqualTo(1);
    }

    @Test
    void aDefaultMethodRunsInTheCaller() {
        assertThat(counter.twice()).isEqualTo(2);
    }

    @Test
    void anExceptionEndsTheServerAndTheCallerSeesIt() {
        assertThatThrownBy(() -> counter.failWith("no such bid"))
                .isInstanceOf(CallFailedException.class)
                .hasMessageContaining("no such bid")
                .hasMessageContaining("fail_with");
        extension.awaitDead(ref.whereis().orElseThrow());
    }

    @Test
    void aMethodThatGivesNothingMayBeCalledAndIsAnsweredOk() {
        Object answer =
                ref.call(new Invocation("add", List.of(4L)), null, ServerRef.DEFAULT_TIMEOUT);

        assertThat(answer).isEqualTo(Atom.OK);
        assertThat(counter.get()).isEqualTo(5);
    }

    @Test
    void callbacksOfTheObjectAreCalled() throws Exception {
        ref.send("plain");

        assertThat(actor.info.poll(10, TimeUnit.SECONDS)).isEqualTo("plain");
    }

    @Test
    void namesOnTheWireAreLowerSnakeCase() {
        InterfaceProtocol protocol = InterfaceProtocol.of(Counter.class);

        assertThat(protocol.find("get_later", 0)).isPresent();
        assertThat(protocol.find("fail_with", 1)).isPresent();
        assertThat(protocol.find("twice", 0)).isEmpty();
    }

    @Test
    void clientsOfOneServerAreEqual() {
        assertThat(InterfaceClient.of(Counter.class, ref))
                .isEqualTo(counter)
                .hasSameHashCodeAs(counter);
        assertThat(counter.toString()).startsWith("Counter[<a@localhost.");
    }
}
