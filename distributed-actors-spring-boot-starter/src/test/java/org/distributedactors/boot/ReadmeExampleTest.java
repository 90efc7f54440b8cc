package org.distributedactors.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The Java code that the README shows compiles against the starter, as it stands there.
class ReadmeExampleTest {

    private static final String IMPORTS =
            """
            import org.distributedactors.boot.actor.Actor;
            import org.distributedactors.boot.actor.Whereis;
            import org.springframework.web.bind.annotation.GetMapping;
            import org.springframework.web.bind.annotation.RestController;
            """;

    @Test
    void theJavaBlocksCompile(@TempDir Path classes) throws IOException {
        MarkdownCode readme = MarkdownCode.of(Path.of("..", "README.md"));

        assertThat(readme.code()).contains("@Actor");
        // The blocks share one file, named after their one public type.
        assertThat(readme.errors("Counter", IMPORTS, classes)).isEmpty();
    }
}
