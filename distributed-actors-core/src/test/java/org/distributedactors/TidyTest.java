package org.distributedactors;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Sizes and leftovers, over the sources of all modules.
class TidyTest {

    private static final int LONGEST_FILE = 600;
    private static final int LONGEST_METHOD = 70;

    private static final List<JavaSource> SOURCES = JavaSource.all();

    @Test
    void sourcesAreFound() {
        assertThat(SOURCES).anyMatch(source -> source.path().endsWith("TidyTest.java"));
        assertThat(SOURCES).anyMatch(JavaSource::isMain);
    }

    @Test
    void filesAreShort() {
        assertThat(SOURCES.stream().filter(source -> source.lines() > LONGEST_FILE))
                .extracting(source -> source.path() + " has " + source.lines() + " lines")
                .isEmpty();
    }

    @Test
    void methodsAreShort() {
        Stream<String> tooLong =
                SOURCES.stream().filter(JavaSource::isMain).flatMap(TidyTest::longMethodsOf);

        assertThat(tooLong).isEmpty();
    }

    private static Stream<String> longMethodsOf(JavaSource source) {
        return source.methods().stream()
                .filter(method -> method.lines() > LONGEST_METHOD)
                .map(method -> "%s: %s".formatted(source.path(), method));
    }

    @Test
    void nothingIsLeftToDo() {
        // In two parts, so that this file holds none itself.
        assertThat(found("\\b(?:TO" + "DO|FIX" + "ME|XX" + "X)\\b", JavaSource::text)).isEmpty();
    }

    @Test
    void nothingSleeps() {
        String sleep = "Thread\\s*(?:\\.|::)\\s*sleep\\b|TimeUnit\\.\\w+\\.sleep\\b";

        assertThat(found(sleep, JavaSource::code)).isEmpty();
    }

    @Test
    void nothingIsLoadedByNameOrDeserialized() {
        String loading = "Class\\s*(?:\\.|::)\\s*forName\\b|\\bObjectInputStream\\b";

        assertThat(found(loading, JavaSource::code)).isEmpty();
    }

    @Test
    void spacesIndent() {
        assertThat(found("\\t", JavaSource::text)).isEmpty();
    }

    private static Stream<String> found(String regex, Function<JavaSource, String> part) {
        Pattern pattern = Pattern.compile(regex);
        return SOURCES.stream()
                .flatMap(source ->
                        pattern.matcher(part.apply(source))
                                .results()
                                .map(match -> source.path() + ": " + match.group()));
    }
}
