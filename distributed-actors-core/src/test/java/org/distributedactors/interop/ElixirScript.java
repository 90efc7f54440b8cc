package org.distributedactors.interop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// An Elixir node that runs one script, and ends with the test. What it prints is kept.
final class ElixirScript implements AutoCloseable {

    private final Process process;
    private final Path script;
    private final List<String> printed = Collections.synchronizedList(new ArrayList<>());

    private ElixirScript(Process process, Path script) {
        this.process = process;
        this.script = script;
        Thread.ofVirtual().start(this::read);
    }

    /// Leaves the test when there is no Elixir on this machine; on a build server that is a failure.
    static void assumeInstalled() {
        boolean installed =
                Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                        .anyMatch(directory -> Files.isExecutable(Path.of(directory, "elixir")));
        if (!installed && "true".equals(System.getenv("CI"))) {
            fail("there is no elixir, which a build server must have");
        }
        if (!installed) {
            abort("there is no elixir on this machine");
        }
    }

    static ElixirScript start(
            String name, String cookie, Map<String, String> environment, String source) {
        try {
            Path script = Files.createTempFile("script", ".exs");
            Files.writeString(script, source);
            ProcessBuilder builder =
                    new ProcessBuilder(
                                    "elixir", "--name", name, "--cookie", cookie, script.toString())
                            .redirectErrorStream(true);
            builder.environment().putAll(environment);
            builder.environment().put("ERL_CRASH_DUMP_SECONDS", "0");
            return new ElixirScript(builder.start(), script);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    String output() {
        return String.join("\n", List.copyOf(printed));
    }

    private void read() {
        try (BufferedReader lines = process.inputReader(UTF_8)) {
            lines.lines().forEach(printed::add);
        } catch (IOException | UncheckedIOException ended) {
            printed.add(String.valueOf(ended.getMessage()));
        }
    }

    @Override
    public void close() throws Exception {
        process.getOutputStream().close();
        if (!process.waitFor(5, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor(5, TimeUnit.SECONDS);
        }
        Files.deleteIfExists(script);
    }
}
