package org.distributedactors.boot.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The Java code of `docs/testing.md` is that of {@link AuctionTest}, which runs.
class TestingGuideTest {

    private static final Pattern JAVA_BLOCK = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);

    @Test
    void theJavaBlocksAreTakenFromATestThatRuns() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "testing.md"));
        String test =
                dense(
                        Files.readString(
                                Path.of(
                                        "src/test/java/org/distributedactors/boot/test/AuctionTest.java")));

        assertThat(JAVA_BLOCK.matcher(page).results())
                .hasSizeGreaterThan(2)
                .allSatisfy(block -> assertThat(test).contains(dense(block.group(1))));
    }

    private static String dense(String code) {
        return code.replaceAll("//.*", "").replaceAll("\\s", "");
    }
}
