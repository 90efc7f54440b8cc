package org.distributedactors.boot.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.distributedactors.boot.MarkdownCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The Java code of `docs/containers.md` compiles, as it stands there.
class ContainersPageTest {

    private static final String BEFORE =
            """
            import static org.awaitility.Awaitility.await;
            import org.distributedactors.boot.testcontainers.ErlangNodeContainer;
            import org.distributedactors.node.Node;
            import org.distributedactors.term.NodeName;
            import org.junit.jupiter.api.Test;
            import org.springframework.beans.factory.annotation.Autowired;
            import org.springframework.boot.test.context.SpringBootTest;
            import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
            import org.testcontainers.junit.jupiter.Container;
            import org.testcontainers.junit.jupiter.Testcontainers;
            """;

    @Test
    void theJavaBlocksCompile(@TempDir Path classes) throws IOException {
        MarkdownCode page = MarkdownCode.of(Path.of("..", "docs", "containers.md"));

        assertThat(page.code()).contains("@ServiceConnection");
        assertThat(page.errors("Containers", BEFORE, classes)).isEmpty();
    }
}
