package org.distributedactors.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The Java code of the guide to terms compiles: types and methods as they stand there, statements within a method.
class TermsGuideTest {

    private static final String IMPORTS =
            """
            import java.time.Duration;
            import org.distributedactors.behaviour.*;
            import org.distributedactors.node.Node;
            import org.distributedactors.process.*;
            import org.distributedactors.term.*;
            interface Examples { Node node(); Term answer(Term request);
            """;

    @Test
    void theJavaBlocksCompile(@TempDir Path classes) throws IOException {
        List<String> blocks = MarkdownCode.blocks(Path.of("..", "docs", "terms.md"));
        StringBuilder code = new StringBuilder();
        for (int i = 0; i < blocks.size(); i++) {
            code.append(member(blocks.get(i), i));
        }

        assertThat(blocks).hasSize(7);
        assertThat(new MarkdownCode(code + "}").errors("Examples", IMPORTS, classes)).isEmpty();
    }

    private static String member(String block, int number) {
        if (block.contains("node.spawn")) {
            return "default void example%d(Node node) {%n%s%n}%n".formatted(number, block);
        }
        return block.startsWith("Term answer") || block.startsWith("String wait")
                ? "class Example%d { %s }%n".formatted(number, block)
                : block;
    }
}
