package org.distributedactors;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class JavaSourceTest {

    @Test
    void blanksCommentsAndLiteralsAndKeepsLines() {
        String code =
                source(
                                "a /* { */ b // }\nc \"\\\"{\" d '\"' e\nf \"\"\"\n  { \"quoted\"\n  \"\"\" g")
                        .code();

        assertThat(code)
                .doesNotContain("{", "}", "\"", "quoted")
                .contains("a", "b", "c", "d", "e", "f", "g");
        assertThat(code.lines()).hasSize(5);
    }

    @Test
    void blanksATextBlockOfAnyLength() {
        String code = source("a \"\"\"\n" + "{ \"q\" \\n\n".repeat(1000) + "\"\"\" b").code();

        assertThat(code).doesNotContain("{", "q").contains("a", "b");
    }

    @Test
    void findsMethodsWithTheirLengths() {
        List<JavaSource.Method> methods =
                source(
                                """
                                record Point<T>(int x, T y) {
                                    Point {
                                    }
                                    @SuppressWarnings({"a", "b"})
                                    <A extends B<C>> Map<A, int[]> first(
                                            int a, List<A> b) throws IOException, Other {
                                        for (int i = 0; i < a; i++) {
                                            if (b instanceof Pair(var l, var r)) {
                                            }
                                        }
                                    }
                                    private final Runnable field = new Runnable() {
                                        public void run() {
                                        }
                                    };
                                    int second() { return switch (a) { case P(int b) -> { yield 1; } }; }
                                    record Inner(int a) {}
                                }
                                """)
                        .methods();

        assertThat(methods)
                .containsExactly(
                        new JavaSource.Method("Point", 2, 2),
                        new JavaSource.Method("first", 5, 7),
                        new JavaSource.Method("run", 13, 2),
                        new JavaSource.Method("second", 16, 1));
    }

    private static JavaSource source(String text) {
        return new JavaSource(Path.of("A.java"), text);
    }
}
