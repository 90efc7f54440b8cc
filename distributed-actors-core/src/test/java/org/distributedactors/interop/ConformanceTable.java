package org.distributedactors.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.TestWatcher;

/// Writes down what each conformance test showed with each release, as `target/conformance.md`. A test's method name,
/// in words, is its row; the display name of its class is the table.
final class ConformanceTable implements BeforeAllCallback, TestWatcher {

    private static final Path TARGET = Path.of("target", "conformance.md");
    private static final String SHOWN = "yes";
    private static final String FAILED = "**no**";
    private static final String NOT_THERE = "-";

    /// A test that is run with several releases.
    interface Column {

        /// The release, as the table's head shall show it.
        String column();
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        results(context);
    }

    private static Results results(ExtensionContext context) {
        return context.getRoot()
                .getStore(Namespace.create(ConformanceTable.class))
                .computeIfAbsent(Results.class, key -> new Results(), Results.class);
    }

    @Override
    public void testSuccessful(ExtensionContext context) {
        record(context, SHOWN);
    }

    @Override
    public void testFailed(ExtensionContext context, Throwable cause) {
        record(context, FAILED);
    }

    @Override
    public void testAborted(ExtensionContext context, Throwable cause) {
        record(context, NOT_THERE);
    }

    private static void record(ExtensionContext context, String result) {
        String column =
                context.getTestInstance()
                        .filter(Column.class::isInstance)
                        .map(test -> ((Column) test).column())
                        .orElse("shown");
        String row = inWords(context.getRequiredTestMethod().getName());
        results(context).add(area(context), row, column, result);
    }

    private static String area(ExtensionContext context) {
        return context.getRequiredTestClass().getAnnotation(DisplayName.class).value();
    }

    private static String inWords(String methodName) {
        String words =
                methodName
                        .replaceAll("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ")
                        .toLowerCase(Locale.ROOT)
                        .replace("erlang", "Erlang")
                        .replace("elixir", "Elixir");
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    /// By area, row and column.
    private static final class Results implements AutoCloseable {

        private final Map<String, Map<String, Map<String, String>>> areas = new TreeMap<>();

        /// A row that is run several times is shown only if it was each time.
        synchronized void add(String area, String row, String column, String result) {
            areas.computeIfAbsent(area, key -> new TreeMap<>())
                    .computeIfAbsent(row, key -> new LinkedHashMap<>())
                    .merge(column, result, (one, other) -> one.equals(SHOWN) ? other : one);
        }

        @Override
        public synchronized void close() {
            try {
                Files.createDirectories(TARGET.getParent());
                Files.writeString(TARGET, page());
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }

        private String page() {
            StringBuilder page =
                    new StringBuilder(
                            """
                            # Conformance

                            What the tests in `interop` show with real nodes of Erlang/OTP, each release alone and all in one cluster, in both roles. \
                            `mvn verify -Pinterop` writes this page as `distributed-actors-core/target/conformance.md`; a dash is what a release \
                            does not have. Debian 12 brings OTP 25 and Elixir 1.14, `scripts/otp-chroot` makes 27 with 1.18 and 29 with 1.20.
                            """);
            areas.forEach((area, rows) -> append(page, area, rows));
            return page.toString();
        }

        private static void append(
                StringBuilder page, String area, Map<String, Map<String, String>> rows) {
            List<String> columns =
                    rows.values().stream()
                            .flatMap(row -> row.keySet().stream())
                            .distinct()
                            .sorted(Comparator.naturalOrder())
                            .toList();
            page.append("\n## ").append(area).append("\n\n| |");
            columns.forEach(column -> page.append(' ').append(column).append(" |"));
            page.append("\n|---|").append("---|".repeat(columns.size())).append('\n');
            rows.forEach((row, results) -> {
                page.append("| ").append(row).append(" |");
                columns.forEach(column ->
                        page.append(' ')
                                .append(results.getOrDefault(column, NOT_THERE))
                                .append(" |"));
                page.append('\n');
            });
        }
    }
}
