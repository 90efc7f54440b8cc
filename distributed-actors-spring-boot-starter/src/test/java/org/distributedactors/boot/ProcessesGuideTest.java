package org.distributedactors.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The Java code of the guide to processes compiles: types as they stand there, statements within a method.
class ProcessesGuideTest {

    private static final String IMPORTS =
            """
            import java.time.Duration;
            import java.util.*;
            import java.util.concurrent.CompletionStage;
            import org.distributedactors.behaviour.*;
            import org.distributedactors.boot.actor.Actor;
            import org.distributedactors.boot.actor.Mailbox;
            import org.distributedactors.node.Node;
            import org.distributedactors.process.*;
            import org.distributedactors.process.MailboxBound.Overflow;
            import org.distributedactors.process.Timer;
            import org.distributedactors.term.*;
            """;

    private static final String STATEMENTS =
            "class Example%d { void run(Node node, Pid worker%s) throws Exception {%n%s%n} }%n";

    @Test
    void theJavaBlocksCompile(@TempDir Path classes) throws IOException {
        List<String> blocks = MarkdownCode.blocks(Path.of("..", "docs", "processes.md"));
        StringBuilder code = new StringBuilder();
        for (int i = 0; i < blocks.size(); i++) {
            String block = blocks.get(i);
            boolean types = block.startsWith("sealed ") || block.startsWith("@");
            String self = block.contains("self ->") ? "" : ", Self self";
            code.append(types ? block : STATEMENTS.formatted(i, self, block));
        }

        assertThat(blocks).hasSizeGreaterThan(5);
        assertThat(new MarkdownCode(code.toString()).errors("Guide", IMPORTS, classes)).isEmpty();
    }
}
