package org.distributedactors.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Programs of the machine that a fault is made with.
final class Command {

    private Command() {}

    private record Result(int exit, String output) {}

    /// Runs it to its end.
    ///
    /// @return what it printed
    /// @throws IllegalStateException when it fails
    static String run(List<String> command) {
        Result result = execute(command);
        if (result.exit() != 0) {
            throw new IllegalStateException(String.join(" ", command) + ": " + result.output());
        }
        return result.output();
    }

    static String run(String... command) {
        return run(List.of(command));
    }

    /// Whether it is there and succeeds.
    static boolean succeeds(String... command) {
        try {
            return execute(List.of(command)).exit() == 0;
        } catch (UncheckedIOException notThere) {
            return false;
        }
    }

    private static Result execute(List<String> command) {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), UTF_8);
            process.waitFor(20, TimeUnit.SECONDS);
            return new Result(process.exitValue(), output);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
