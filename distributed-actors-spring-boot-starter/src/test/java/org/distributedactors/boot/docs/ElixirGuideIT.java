package org.distributedactors.boot.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.distributedactors.behaviour.Call;
import org.distributedactors.behaviour.GenServer;
import org.distributedactors.behaviour.Next;
import org.distributedactors.behaviour.ServerRef;
import org.distributedactors.boot.actor.Actor;
import org.distributedactors.mapping.AsStruct;
import org.distributedactors.node.Node;
import org.distributedactors.process.ExitReason;
import org.distributedactors.term.Atom;
import org.distributedactors.term.NodeName;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Import;

/// The code of `docs/interop.md` with a real Elixir: calls both ways, structs, `:global`, `:pg`, a monitor.
class ElixirGuideIT {

    private static final Path PAGE = Path.of("..", "docs", "interop.md");
    private static final NodeName ELIXIR = NodeName.of("guide@127.0.0.1");

    @AsStruct("Elixir.Money")
    record Money(long cents, String currency) {}

    sealed interface ShopMessage {
        record Buy(String item, Money price) implements ShopMessage {}

        record Total() implements ShopMessage, Call<ShopMessage, Money> {}
    }

    @Actor(name = "shop", global = "shop", group = "shops")
    static class ShopActor implements GenServer<ShopMessage> {
        private long cents;

        @Override
        public Next handle(ShopMessage message) {
            return switch (message) {
                case ShopMessage.Buy buy -> {
                    cents += buy.price().cents();
                    yield noReply();
                }
                case ShopMessage.Total ask -> reply(ask, new Money(cents, "EUR"));
            };
        }
    }

    record Greet(String name) {}

    record Greeting(String text, long count) {}

    static class Greetings {
        private final Node node;

        Greetings(Node node) {
            this.node = node;
        }

        Greeting greet(String name, NodeName elixir) {
            ServerRef<Object> greeter =
                    ServerRef.of(node.processes(), Atom.of("Elixir.Greeter"), elixir.atom());
            return (Greeting) greeter.call(new Greet(name), Greeting.class, Duration.ofSeconds(5));
        }
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @Import(ShopActor.class)
    static class Application {}

    @Test
    void thePageWorks(@TempDir Path directory) throws Exception {
        int portMapper = freePort();
        try (var context =
                new SpringApplicationBuilder(Application.class)
                        .web(WebApplicationType.NONE)
                        .properties(
                                "spring.application.name=orders",
                                "distributed-actors.cookie=a cookie for tests",
                                "distributed-actors.epmd.port=" + portMapper)
                        .run()) {
            Node node = context.getBean(Node.class);
            Path output = directory.resolve("output");
            Process elixir = start(directory, portMapper, output);
            try {
                await().atMost(Duration.ofMinutes(1))
                        .until(() ->
                                Files.readString(output).contains("ready") || !elixir.isAlive());
                assertThat(Files.readString(output)).contains("ready");

                assertThat(new Greetings(node).greet("Ann", ELIXIR))
                        .isEqualTo(new Greeting("Hello, Ann", 1));
                node.exit(node.whereis("shop").orElseThrow(), ExitReason.KILL);

                await().atMost(Duration.ofMinutes(1)).until(() -> !elixir.isAlive());
                assertThat(Files.readString(output)).contains("down: :killed");
            } finally {
                elixir.destroyForcibly();
            }
        }
    }

    private static Process start(Path directory, int portMapper, Path output) throws IOException {
        Matcher block =
                Pattern.compile("```elixir\\n(.*?)```", Pattern.DOTALL)
                        .matcher(Files.readString(PAGE));
        assertThat(block.find()).isTrue();
        Path script = Files.writeString(directory.resolve("guide.exs"), block.group(1));
        ProcessBuilder builder =
                new ProcessBuilder(
                                List.of(
                                        "elixir",
                                        "--name",
                                        ELIXIR.toString(),
                                        "--cookie",
                                        "a cookie for tests",
                                        script.toString()))
                        .redirectErrorStream(true)
                        .redirectOutput(Files.createFile(output).toFile());
        builder.environment().put("ERL_EPMD_PORT", String.valueOf(portMapper));
        try {
            return builder.start();
        } catch (IOException notInstalled) {
            if ("true".equals(System.getenv("CI"))) {
                throw notInstalled;
            }
            return Assumptions.abort("elixir is not installed");
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /// The Java on the page is the Java of this class.
    @Test
    void theJavaOfThePageIsThatOfThisTest() throws IOException {
        String source =
                dense(
                        Files.readString(
                                Path.of(
                                        "src/test/java/org/distributedactors/boot/docs/ElixirGuideIT.java")));

        assertThat(
                        Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL)
                                .matcher(Files.readString(PAGE))
                                .results())
                .hasSize(2)
                .allSatisfy(block -> assertThat(source).contains(dense(block.group(1))));
    }

    private static String dense(String code) {
        return code.replace("static class", "class").replaceAll("\\s", "");
    }
}
