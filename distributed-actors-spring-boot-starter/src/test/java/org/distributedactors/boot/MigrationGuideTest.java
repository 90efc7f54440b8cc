package org.distributedactors.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The Java code of `docs/migration.md` compiles against the starter, as it stands there.
class MigrationGuideTest {

    private static final String BEFORE =
            """
            import java.util.ArrayList;
            import java.util.List;
            import java.util.concurrent.CompletableFuture;
            import java.util.concurrent.CompletionStage;
            import org.distributedactors.behaviour.GenServer;
            import org.distributedactors.behaviour.Movable;
            import org.distributedactors.behaviour.Next;
            import org.distributedactors.boot.actor.Actor;
            import org.distributedactors.boot.actor.ActorState;
            import org.distributedactors.migration.Migrator;
            import org.distributedactors.migration.MovableProcess;
            import org.distributedactors.migration.MovableType;
            import org.distributedactors.process.Self;
            import org.distributedactors.term.FloatTerm;
            import org.distributedactors.term.NodeName;
            import org.distributedactors.term.Pid;
            import org.distributedactors.term.Term;
            import org.distributedactors.term.Tuple;

            class CartServer implements GenServer<String> {
                public Next handle(String message) { return noReply(); }
            }
            """;

    @Test
    void theJavaBlocksCompile(@TempDir Path classes) throws IOException {
        MarkdownCode page = MarkdownCode.of(Path.of("..", "docs", "migration.md"));

        assertThat(page.code()).contains("movable = true", "codeChange");
        assertThat(page.errors("Migration", BEFORE, classes)).isEmpty();
    }
}
