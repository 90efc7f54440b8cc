package org.distributedactors.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.distributedactors.process.DeadLetter;
import org.distributedactors.process.Destination;
import org.distributedactors.process.ExitReason;
import org.distributedactors.process.ProcessRuntime;
import org.distributedactors.process.RecordedSignals;
import org.distributedactors.process.RemoteMessage;
import org.distributedactors.process.SpawnOptions;
import org.distributedactors.process.TestRuntime;
import org.distributedactors.term.Atom;
import org.distributedactors.term.IntegerTerm;
import org.distributedactors.term.ListTerm;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Reference;
import org.distributedactors.term.Term;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Calls to and from another node, as the node package sees them.
class RemoteCallTest {

    private static final Pid REMOTE = TestRuntime.remotePid(11);
    private static final Reference THEIRS = Reference.of(TestRuntime.OTHER_NODE, 3, 1, 2, 3, 4, 5);

    @RegisterExtension final TestRuntime extension = new TestRuntime();

    private final RecordedSignals wire = new RecordedSignals();
    private ProcessRuntime runtime;

    /// Decodes to what it was given and remembers against what.
    private static final class Bytes implements RemoteMessage {
        final CompletableFuture<Object> protocol = new CompletableFuture<>();
        final Object message;

        Bytes(Object message) {
            this.message = message;
        }

        @Override
        public Object decode(@Nullable Object against) {
            protocol.complete(against == null ? "term" : against);
            if (message instanceof RuntimeException failure) {
                throw failure;
            }
            return message;
        }

        @Override
        public int size() {
            return 10;
        }
    }

    @BeforeEach
    void setUp() {
        runtime = extension.get();
        runtime.attach(wire);
    }

    private static ListTerm alias(Term head, Reference ref) {
        return ListTerm.withTail(new Term[] {head}, ref);
    }

    /// Calls, and gives the reference of monitor and alias.
    private Reference called(Destination callee) throws Exception {
        List<Object> monitor = wire.next();
        Reference ref = (Reference) monitor.get(3);
        assertThat(monitor).isEqualTo(List.of("monitor", runtime.outside(), callee, ref));
        List<Object> send = wire.next();
        GenCall call = (GenCall) send.getLast();
        assertThat(call.request()).isEqualTo(new CounterMsg.Get());
        assertThat(call.from().pid()).isEqualTo(runtime.outside());
        assertThat(call.from().tag()).isEqualTo(alias(Atom.of("alias"), ref));
        return ref;
    }

    @Test
    void aCallIsAMonitorAndAMessageAndItsReplyComesToTheAlias() throws Exception {
        ServerRef<CounterMsg> server = ServerRef.of(runtime, REMOTE);
        CompletableFuture<Long> answer =
                server.callAsync(new CounterMsg.Get()).toCompletableFuture();
        Reference ref = called(Destination.of(REMOTE));
        Bytes reply = new Bytes(new GenReply(alias(Atom.of("alias"), ref), 42L));
        runtime.incoming().aliasMessage(ref, reply);

        assertThat(answer.get(10, TimeUnit.SECONDS)).isEqualTo(42);
        assertThat(reply.protocol.join()).isEqualTo(new ReplyType(Long.class));
        assertThat(wire.next())
                .isEqualTo(List.of("demonitor", runtime.outside(), Destination.of(REMOTE), ref));
    }

    @Test
    void aNameOnANodeIsCalledTheSameWay() throws Exception {
        Atom name = Atom.of("server");
        ServerRef<CounterMsg> server = ServerRef.of(runtime, name, TestRuntime.OTHER_NODE);
        CompletableFuture<Long> answer =
                server.callAsync(new CounterMsg.Get()).toCompletableFuture();
        Reference ref = called(Destination.of(name, TestRuntime.OTHER_NODE));
        runtime.incoming()
                .down(TestRuntime.OTHER_NODE, name, runtime.outside(), ref, ExitReason.NOPROC);

        assertThatThrownBy(() -> answer.get(10, TimeUnit.SECONDS)).hasMessageContaining("noproc");
    }

    @Test
    void theLossOfTheNodeEndsTheCall() throws Exception {
        ServerRef<CounterMsg> server = ServerRef.of(runtime, REMOTE);
        CompletableFuture<Long> answer =
                server.callAsync(new CounterMsg.Get()).toCompletableFuture();
        called(Destination.of(REMOTE));
        runtime.incoming().connectionLost(TestRuntime.OTHER_NODE);

        assertThatThrownBy(() -> answer.get(10, TimeUnit.SECONDS)).hasMessageContaining("nodedown");
    }

    @Test
    void aReplyOfTheWrongTypeFailsTheCall() throws Exception {
        ServerRef<CounterMsg> server = ServerRef.of(runtime, REMOTE);
        CompletableFuture<Long> answer =
                server.callAsync(new CounterMsg.Get()).toCompletableFuture();
        Reference ref = called(Destination.of(REMOTE));
        runtime.incoming().aliasMessage(ref, new Bytes(new IllegalArgumentException("no number")));

        assertThatThrownBy(() -> answer.get(10, TimeUnit.SECONDS))
                .hasMessageContaining("bad_reply")
                .rootCause()
                .hasMessage("no number");
    }

    @Test
    void ourReplyGoesToTheAliasOfTheTag() throws Exception {
        Atom name = Atom.of("counter");
        GenServer.start(runtime, SpawnOptions.named("counter"), new CounterServer());
        Term direct = alias(Atom.of("alias"), THEIRS);
        Term nested = alias(direct, Reference.of(TestRuntime.OTHER_NODE, 3, 9));
        Bytes call = new Bytes(new GenCall(From.of(REMOTE, direct), new CounterMsg.Get()));
        runtime.incoming().message(name, call);
        Pid counter = runtime.whereis(name).orElseThrow();
        assertThat(wire.next())
                .isEqualTo(List.of("sendAlias", counter, THEIRS, new GenReply(direct, 0L)));
        assertThat(call.protocol.join()).isEqualTo(new ServerProtocol(CounterMsg.class));

        runtime.incoming()
                .message(
                        name,
                        new Bytes(new GenCall(From.of(REMOTE, nested), new CounterMsg.Get())));
        assertThat(wire.next())
                .isEqualTo(List.of("sendAlias", counter, THEIRS, new GenReply(nested, 0L)));
    }

    @Test
    void ourReplyGoesToThePidWhenTheTagIsNoAlias() throws Exception {
        Pid counter = GenServer.start(runtime, new CounterServer()).ref().whereis().orElseThrow();
        Term tag = ListTerm.of(IntegerTerm.of(1), IntegerTerm.of(2));
        runtime.incoming()
                .message(
                        counter,
                        new Bytes(new GenCall(From.of(REMOTE, tag), new CounterMsg.Get())));

        assertThat(wire.next()).isEqualTo(List.of("send", counter, REMOTE, new GenReply(tag, 0L)));
    }

    @Test
    void bytesThatAreNotOfTheProtocolAreADeadLetterAndNoHarm() {
        ServerRef<CounterMsg> server = GenServer.start(runtime, new CounterServer()).ref();
        Pid pid = server.whereis().orElseThrow();
        runtime.incoming()
                .message(pid, new Bytes(new IllegalArgumentException("not of the protocol")));

        await().until(() -> runtime.counters().deadLetters(DeadLetter.UNDECODABLE) == 1);
        assertThat(server.call(new CounterMsg.Get())).isZero();
    }

    @Test
    void aReplyToAnAliasNobodyHasIsADeadLetter() {
        runtime.incoming().aliasMessage(runtime.makeRef(), new Bytes("late"));

        assertThat(runtime.counters().deadLetters(DeadLetter.NO_ALIAS)).isEqualTo(1);
    }
}
