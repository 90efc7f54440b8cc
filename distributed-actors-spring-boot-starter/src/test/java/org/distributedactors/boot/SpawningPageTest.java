package org.distributedactors.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The Java code of `docs/spawning.md` compiles against the starter, as it stands there.
class SpawningPageTest {

    private static final String BEFORE =
            """
            import java.util.List;
            import org.distributedactors.behaviour.Movable;
            import org.distributedactors.behaviour.ServerRef;
            import org.distributedactors.boot.actor.Actor;
            import org.distributedactors.boot.state.StateKeeping;
            import org.distributedactors.process.Self;
            import org.distributedactors.rpc.RpcClient;
            import org.distributedactors.spawn.OnNodeLoss;
            import org.distributedactors.spawn.Placement;
            import org.distributedactors.spawn.RemoteSpawner;
            import org.distributedactors.term.NodeName;

            interface Session { void hit(); long hits(); }
            """;

    @Test
    void theJavaBlocksCompile(@TempDir Path classes) throws IOException {
        MarkdownCode page = MarkdownCode.of(Path.of("..", "docs", "spawning.md"));

        assertThat(page.code()).contains("RESTART_ELSEWHERE", "leastLoaded");
        assertThat(page.errors("Spawning", BEFORE, classes)).isEmpty();
    }
}
