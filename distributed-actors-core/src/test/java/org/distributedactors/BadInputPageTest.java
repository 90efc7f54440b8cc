package org.distributedactors;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The tests that the pages on bad input and on threats name are there, and no number of the catalogues is left out.
class BadInputPageTest {

    private static final Path DOCS = Path.of("..", "docs");
    private static final Pattern NAMED =
            Pattern.compile("`([A-Z]\\w*(?:Test|IT))(?:\\.([a-z]\\w*))?`");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (S?[0-9][0-9, -]*) \\|");
    private static final List<JavaSource> SOURCES = JavaSource.all();

    @Test
    void eachNamedTestExists() throws IOException {
        String pages =
                Files.readString(DOCS.resolve("evidence").resolve("bad-input.md"))
                        + Files.readString(DOCS.resolve("security.md"));

        assertThat(NAMED.matcher(pages).results().filter(name -> !exists(name)))
                .extracting(MatchResult::group)
                .isEmpty();
    }

    private static boolean exists(MatchResult name) {
        return SOURCES.stream()
                .filter(source -> source.path().endsWith(name.group(1) + ".java"))
                .anyMatch(source ->
                        name.group(2) == null || source.text().contains(" " + name.group(2) + "("));
    }

    @Test
    void everyNumberOfTheCatalogueIsThere() throws IOException {
        assertThat(numbers(DOCS.resolve("evidence").resolve("bad-input.md")))
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 90).boxed().toList());
    }

    @Test
    void everyThreatIsThere() throws IOException {
        assertThat(numbers(DOCS.resolve("security.md")))
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 32).boxed().toList());
    }

    private static List<Integer> numbers(Path page) throws IOException {
        return ROW.matcher(Files.readString(page))
                .results()
                .flatMap(row -> Stream.of(row.group(1).replace("S", "").split(",")))
                .flatMapToInt(range -> {
                    String[] ends = range.strip().split("-");
                    return IntStream.rangeClosed(
                            Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]));
                })
                .boxed()
                .sorted()
                .toList();
    }
}
