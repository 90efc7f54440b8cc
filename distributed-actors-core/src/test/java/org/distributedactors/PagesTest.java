package org.distributedactors;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The README and all pages below `docs` are whole, and what they point to exists.
class PagesTest {

    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(#[^)]*)?\\)");
    private static final Pattern CONFLICT = Pattern.compile("(?m)^(<{7}|>{7}) ");

    static List<Path> pages() throws IOException {
        Path top = JavaSource.top();
        try (Stream<Path> docs = Files.walk(top.resolve("docs"))) {
            return Stream.concat(
                            Stream.of(top.resolve("README.md"), top.resolve("SECURITY.md")),
                            docs.filter(page -> page.toString().endsWith(".md")))
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void linksLeadSomewhere(Path page) throws IOException {
        assertThat(LINK.matcher(Files.readString(page)).results().map(link -> link.group(1)))
                .allSatisfy(to -> assertThat(page.resolveSibling(to).normalize()).exists());
    }

    @ParameterizedTest
    @MethodSource("pages")
    void noMergeIsLeftHalfDone(Path page) throws IOException {
        assertThat(Files.readString(page)).doesNotContainPattern(CONFLICT);
    }
}
