package org.distributedactors.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.distributedactors.behaviour.Call;
import org.distributedactors.behaviour.GenServer;
import org.distributedactors.behaviour.Next;
import org.distributedactors.behaviour.ServerRef;
import org.distributedactors.process.Down;
import org.distributedactors.process.ExitReason;
import org.distributedactors.process.SpawnOptions;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Binary;
import org.distributedactors.term.ListTerm;
import org.distributedactors.term.MapTerm;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Term;
import org.distributedactors.term.Tuple;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// The Elixir that comes with each release, in both directions.
@DisplayName("Elixir")
class ElixirConformanceIT extends ConformanceTest {

    private static final Atom STACK = Atom.of("Elixir.Stack");

    sealed interface StackMsg {
        record Push(String item) implements StackMsg {}

        record Pop() implements StackMsg, Call<StackMsg, String> {}
    }

    static final class StackServer implements GenServer<StackMsg> {

        private String last = "nothing";

        @Override
        public Next handle(StackMsg message) {
            return switch (message) {
                case StackMsg.Push(String item) -> {
                    last = item;
                    yield noReply();
                }
                case StackMsg.Pop pop -> reply(pop, last);
            };
        }
    }

    @Override
    String[] erlangArguments() {
        return release.elixirPath().toArray(new String[0]);
    }

    @BeforeEach
    void startElixir() {
        assumeFalse(release.elixirPath().isEmpty(), "this release has no Elixir");
        eval("{ok, _} = application:ensure_all_started(elixir)");
    }

    /// The value of Elixir code, as `inspect` shows it. `java` is our node.
    private String elixir(String code) {
        String whole =
                "java = :\"" + JAVA + "\"\n_ = java\ninspect((" + code + "), limit: :infinity)";
        String base64 = Base64.getEncoder().encodeToString(whole.getBytes(StandardCharsets.UTF_8));
        String text =
                eval(
                        "{V, _} = 'Elixir.Code':eval_string(base64:decode(\""
                                + base64
                                + "\")), unicode:characters_to_list(V)");
        return text.substring(1, text.length() - 1).replace("\\\"", "\"");
    }

    @Test
    void nodePingIsAnswered() {
        assertThat(elixir("Node.ping(java)")).isEqualTo(":pong");
        assertThat(elixir("java in Node.list()")).isEqualTo("true");
    }

    @Test
    void genServerOfElixirCallsOurServer() {
        Pid server =
                GenServer.start(
                                kernel.node().processes(),
                                SpawnOptions.named("stack"),
                                new StackServer())
                        .ref()
                        .whereis()
                        .orElseThrow();

        assertThat(elixir("GenServer.cast({:stack, java}, {:push, \"zażółć\"})")).isEqualTo(":ok");
        assertThat(elixir("GenServer.call({:stack, java}, :pop) == \"zażółć\"")).isEqualTo("true");
        kernel.node().exit(server, ExitReason.KILL);
    }

    @Test
    void weCallAGenServerOfElixir() {
        elixir(
                """
                Code.ensure_loaded?(Stack) || defmodule Stack do
                  use GenServer
                  def init(list), do: {:ok, list}
                  def handle_cast({:push, item}, list), do: {:noreply, [item | list]}
                  def handle_call(:pop, _from, [item | list]), do: {:reply, {:ok, item}, list}
                  def handle_call(:struct, _from, list), do: {:reply, 1..3, list}
                end
                {:ok, _} = GenServer.start(Stack, [], name: Stack)
                """);
        ServerRef<Term> stack = ServerRef.of(kernel.node().processes(), STACK, ERLANG.atom());

        stack.cast(Tuple.of(Atom.of("push"), Binary.of("item".getBytes(StandardCharsets.UTF_8))));

        assertThat(stack.call(Atom.of("pop"), null, SOON))
                .isEqualTo(Tuple.of(Atom.OK, Binary.of("item".getBytes(StandardCharsets.UTF_8))));
        MapTerm range = (MapTerm) stack.call(Atom.of("struct"), null, SOON);
        assertThat(range.get(Atom.of("__struct__"))).isEqualTo(Atom.of("Elixir.Range"));
        assertThat(elixir("GenServer.stop(Stack)")).isEqualTo(":ok");
    }

    @Test
    void processMonitorTellsOurReason() {
        try (Puppet puppet = puppet("puppet")) {
            kernel.node().send(shell(), puppet.pid());
            elixir(
                    "Process.put(:ref, Process.monitor(receive do p -> p end)); send({:puppet,"
                            + " java}, :watched)");
            puppet.next();
            puppet.begin(self -> self.exit(ExitReason.shutdown(Atom.of("done"))));

            assertThat(
                            elixir(
                                    "ref = Process.get(:ref); receive do {:DOWN, ^ref, :process, _,"
                                            + " why} -> why after 5000 -> nil end"))
                    .isEqualTo("{:shutdown, :done}");
        }
    }

    @Test
    void weSeeHowAProcessOfElixirEnds() {
        try (Puppet puppet = puppet("puppet")) {
            elixir(
                    "send({:puppet, java}, spawn(fn -> receive do :stop -> exit({:shutdown,"
                            + " \"bye\"}) end end))");
            Pid process = (Pid) puppet.next();
            puppet.run(self -> {
                self.monitor(process);
                self.send(process, Atom.of("stop"));
            });

            assertThat(puppet.next(Down.class).reason())
                    .isEqualTo(
                            ExitReason.shutdown(Binary.of("bye".getBytes(StandardCharsets.UTF_8))));
        }
    }

    @Test
    void globalNamesServeElixirToo() {
        try (Puppet puppet = puppet("puppet")) {
            assertThat(kernel.globalRegistry().register(Atom.of("elixir_name"), puppet.pid()))
                    .isTrue();
            eventually(() -> elixir(":global.whereis_name(:elixir_name)").startsWith("#PID"));

            elixir("send(:global.whereis_name(:elixir_name), {:hello, nil, 'charlist'})");

            assertThat(puppet.next())
                    .isEqualTo(
                            Tuple.of(
                                    Atom.of("hello"), Atom.of("nil"), ListTerm.string("charlist")));
        }
    }

    @Test
    void tasksAndRemoteCallsOfElixirAreAnsweredOrRefused() {
        assertThat(elixir(":erpc.call(java, :erlang, :node, [])")).isEqualTo(":\"java@127.0.0.1\"");
        assertThat(
                        elixir(
                                "try do :erpc.call(java, System, :halt, []) rescue e in ErlangError"
                                        + " -> elem(e.original, 1) end"))
                .isEqualTo(":undef");
        assertThat(
                        elixir(
                                "{_, ref} = Node.spawn_monitor(java, Kernel, :self, []); receive do"
                                        + " {:DOWN, ^ref, _, _, {why, _}} -> why after 5000 -> nil"
                                        + " end"))
                .isEqualTo(":undef");
    }
}
