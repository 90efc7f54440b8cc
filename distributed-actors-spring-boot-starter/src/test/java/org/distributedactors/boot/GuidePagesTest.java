package org.distributedactors.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The Java code of the short pages of the guide compiles against the starter, as it stands there.
class GuidePagesTest {

    private static final Path DOCS = Path.of("..", "docs");

    @Test
    void gettingStarted(@TempDir Path classes) throws IOException {
        String imports =
                """
                import org.distributedactors.boot.actor.Actor;
                import org.distributedactors.boot.actor.Whereis;
                import org.springframework.boot.ApplicationArguments;
                import org.springframework.boot.ApplicationRunner;
                import org.springframework.stereotype.Component;
                """;
        MarkdownCode page = MarkdownCode.of(DOCS.resolve("getting-started.md"));

        assertThat(page.code()).contains("@Whereis(\"counter\")");
        assertThat(page.errors("GettingStarted", imports, classes)).isEmpty();
    }

    @Test
    void seeing(@TempDir Path classes) throws IOException {
        String imports =
                """
                import java.time.Duration;
                import org.distributedactors.behaviour.Next;
                import org.distributedactors.behaviour.ServerCallbacks;
                import org.distributedactors.boot.actor.Actor;
                import org.distributedactors.boot.context.ActorFailedEvent;
                import org.distributedactors.boot.context.NodeDownEvent;
                import org.distributedactors.process.Self;
                import org.springframework.context.event.EventListener;
                import org.springframework.stereotype.Component;
                """;
        MarkdownCode page = MarkdownCode.of(DOCS.resolve("seeing.md"));

        assertThat(page.code()).contains("@EventListener", "hourly-report");
        assertThat(page.errors("Seeing", imports, classes)).isEmpty();
    }

    /// What the code does there is in `ElixirGuideIT`, which needs an Elixir.
    @Test
    void interop(@TempDir Path classes) throws IOException {
        String imports =
                """
                import java.time.Duration;
                import org.distributedactors.behaviour.Call;
                import org.distributedactors.behaviour.GenServer;
                import org.distributedactors.behaviour.Next;
                import org.distributedactors.behaviour.ServerRef;
                import org.distributedactors.boot.actor.Actor;
                import org.distributedactors.mapping.AsStruct;
                import org.distributedactors.node.Node;
                import org.distributedactors.term.Atom;
                import org.distributedactors.term.NodeName;
                """;
        MarkdownCode page = MarkdownCode.of(DOCS.resolve("interop.md"));

        assertThat(page.code()).contains("class ShopActor", "class Greetings");
        assertThat(page.errors("Interop", imports, classes)).isEmpty();
    }

    @Test
    void discovery(@TempDir Path classes) throws IOException {
        String imports =
                """
                import java.util.List;
                import org.distributedactors.discovery.NodeDiscovery;
                import org.distributedactors.discovery.Seed;
                import org.springframework.context.annotation.Bean;
                """;
        String methods =
                MarkdownCode.blocks(DOCS.resolve("discovery.md")).stream()
                        .collect(Collectors.joining("\n", "class Discovery {\n", "}\n"));

        assertThat(methods).contains("NodeDiscovery");
        assertThat(new MarkdownCode(methods).errors("Discovering", imports, classes)).isEmpty();
    }
}
