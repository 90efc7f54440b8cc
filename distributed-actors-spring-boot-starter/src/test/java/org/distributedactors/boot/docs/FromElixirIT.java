package org.distributedactors.boot.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.distributedactors.boot.actor.Actor;
import org.distributedactors.boot.actor.Exposed;
import org.distributedactors.node.Node;
import org.distributedactors.node.Refusal;
import org.distributedactors.spawn.RemoteSpawner;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Import;

/// What `docs/spawning.md` says of Erlang, with a real Elixir: functions that are `@Exposed` are called, actors that are `spawnable`
/// are started, and all else is refused.
class FromElixirIT {

    private static final String COOKIE = "a cookie for tests";

    static class Prices {

        @Exposed(module = "prices")
        long twice(long cents) {
            return 2 * cents;
        }

        @Exposed(module = "prices")
        List<String> currencies() {
            return List.of("EUR", "CHF");
        }

        @Exposed(module = "prices", peers = "billing@*")
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

    abstract static class CounterBase implements Counter {
        long value;

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
    @Actor(name = "counter")
    static class NamedCounter extends CounterBase {}

    @Actor(type = "tally", spawnable = true)
    static class SpawnedCounter extends CounterBase {

        void init(Long first) {
            value = first;
        }
    }

    @Actor(type = "inner")
    static class InnerCounter extends CounterBase {}

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @Import({Prices.class, NamedCounter.class, SpawnedCounter.class, InnerCounter.class})
    static class Application {}

    private static final String SCRIPT =
            """
            defmodule Mailbox do
              def next do
                receive do
                  message -> message
                after
                  10_000 -> raise "no message"
                end
              end
            end

            node = :"orders@127.0.0.1"
            module = :prices
            true = Node.connect(node)

            14 = :rpc.call(node, module, :twice, [7])
            14 = :erpc.call(node, module, :twice, [7])
            ["EUR", "CHF"] = :rpc.call(node, module, :currencies, [])
            14 = :rpc.block_call(node, module, :twice, [7])
            key = :rpc.async_call(node, module, :twice, [8])
            16 = :rpc.yield(key)
            {[18], []} = :rpc.multicall([node], module, :twice, [9])

            :ok = :rpc.call(node, :counter, :add, [5])
            5 = :rpc.call(node, :counter, :get, [])

            {:badrpc, {:EXIT, {:undef, _}}} = :rpc.call(node, module, :hidden, [])
            {:badrpc, {:EXIT, {:undef, _}}} = :rpc.call(node, module, :secret, [])
            {:badrpc, {:EXIT, {:undef, _}}} = :rpc.call(node, :os, :cmd, [~c"id"])

            pid = Node.spawn(node, :distributed_actors, :spawn, ["tally", 40])
            ^node = node(pid)
            send(pid, {:"$gen_cast", {:add, 2}})
            42 = GenServer.call(pid, :get)

            linked = Node.spawn_link(node, :distributed_actors, :spawn, ["tally", 3])
            3 = GenServer.call(linked, :get)
            Process.unlink(linked)

            {watched, ref} = Node.spawn_monitor(node, :distributed_actors, :spawn, ["tally", 1])
            1 = GenServer.call(watched, :get)
            Process.exit(watched, :kill)
            {:DOWN, ^ref, :process, ^watched, :killed} = Mailbox.next()

            request = :erlang.spawn_request(node, :distributed_actors, :spawn, ["inner", 1], [])
            {:spawn_reply, ^request, :error, :notsup} = Mailbox.next()

            IO.puts("all of it")
            """;

    @Test
    void functionsAreCalledAndActorsStartedAsTheApplicationAllows(@TempDir Path directory)
            throws Exception {
        int portMapper = freePort();
        try (var context =
                new SpringApplicationBuilder(Application.class)
                        .web(WebApplicationType.NONE)
                        .properties(
                                "spring.application.name=orders",
                                "distributed-actors.cookie=" + COOKIE,
                                "distributed-actors.remote-spawn.enabled=true",
                                "distributed-actors.remote-spawn.peers=guest@*",
                                "distributed-actors.epmd.port=" + portMapper)
                        .run()) {
            Node node = context.getBean(Node.class);

            assertThat(output("guest", directory, portMapper, SCRIPT)).contains("all of it");

            assertThat(context.getBean(RemoteSpawner.class).actors().count()).isEqualTo(2);
            assertThat(node.refusals().count(Refusal.Kind.FUNCTION)).isEqualTo(3);
            assertThat(node.refusals().count(Refusal.Kind.ACTOR)).isEqualTo(1);
        }
    }

    /// Runs a script on a node of this name until it ends.
    private static String output(String name, Path directory, int portMapper, String script)
            throws Exception {
        Path output = directory.resolve("output");
        Path file = Files.writeString(directory.resolve("script.exs"), script);
        List<String> command = new ArrayList<>(List.of("elixir", "--name", name + "@127.0.0.1"));
        command.addAll(List.of("--cookie", COOKIE, file.toString()));
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(Files.createFile(output).toFile());
        builder.environment().put("ERL_EPMD_PORT", String.valueOf(portMapper));
        Process elixir;
        try {
            elixir = builder.start();
        } catch (IOException notInstalled) {
            if ("true".equals(System.getenv("CI"))) {
                throw notInstalled;
            }
            return Assumptions.abort("elixir is not installed");
        }
        try {
            assertThat(elixir.waitFor(2, TimeUnit.MINUTES)).isTrue();
        } finally {
            elixir.destroyForcibly();
        }
        return Files.readString(output);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
