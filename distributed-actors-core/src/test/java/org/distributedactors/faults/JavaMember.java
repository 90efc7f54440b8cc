package org.distributedactors.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A {@link FaultNode} in a JVM of its own.
final class JavaMember implements Member {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String GONE = "gone";

    private final String name;
    private final Process process;
    private final PrintStream in;
    private final History history;
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

    /// How a node is started.
    ///
    /// @param where what stands before the command
    /// @param jvm further flags
    record Start(
            List<String> where, String name, String cookie, List<String> others, List<String> jvm) {

        private List<String> command() {
            List<String> command = new ArrayList<>(where);
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx128m"));
            command.add("-Dio.netty.leakDetection.level=paranoid");
            command.addAll(jvm);
            command.addAll(List.of("-cp", System.getProperty("java.class.path")));
            command.addAll(List.of(FaultNode.class.getName(), name, cookie));
            command.addAll(others);
            return command;
        }
    }

    /// Starts it and waits until it is up.
    ///
    /// @param history gets its events
    JavaMember(Start start, History history) {
        this.name = start.name();
        this.history = history;
        try {
            Path log = Path.of("target", "faults", name + ".log");
            Files.createDirectories(log.getParent());
            process =
                    new ProcessBuilder(start.command())
                            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                            .start();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        in = new PrintStream(process.getOutputStream(), true, UTF_8);
        Thread.ofVirtual().name(name).start(this::read);
        String up = answer();
        if (!up.equals("up")) {
            throw new IllegalStateException(name + " did not come up: " + up);
        }
    }

    private void read() {
        try (BufferedReader lines = process.inputReader(UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("=")) {
                    answers.add(line.substring(1));
                } else if (line.startsWith("!")) {
                    history.add(name, line.substring(1));
                } else {
                    history.printed(name, line);
                }
            }
        } catch (IOException ended) {
            // It was killed.
        }
        answers.add(GONE);
    }

    /// Has it do something, and waits for the answer.
    synchronized String ask(String command) {
        in.println(command);
        return answer();
    }

    /// Has it do something that it may not live to answer.
    void tell(String command) {
        in.println(command);
    }

    String answer() {
        try {
            String answer = answers.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
            if (answer == null) {
                throw new IllegalStateException(name + " does not answer");
            }
            return answer;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean register(String global) {
        return ask("register " + global).equals("true");
    }

    @Override
    public String whereis(String global) {
        return ask("whereis " + global);
    }

    @Override
    public List<String> known() {
        return words(ask("known"));
    }

    @Override
    public List<String> nodes() {
        return words(ask("nodes"));
    }

    @Override
    public void load(int rate, int bytes) {
        ask("load " + rate + " " + bytes);
    }

    @Override
    public void quiet() {
        ask("quiet");
    }

    @Override
    public List<String> broken() {
        return history.broken(name);
    }

    @Override
    public List<String> stale() {
        return words(ask("stale"));
    }

    @Override
    public long received() {
        return Long.parseLong(ask("received"));
    }

    Figures figures() {
        return Figures.parse(ask("figures"));
    }

    static List<String> words(String line) {
        return line.isBlank() ? List.of() : Arrays.asList(line.split(" "));
    }

    @Override
    public long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /// Waits until the process has ended.
    boolean ended(Duration limit) {
        try {
            return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        ended(LIMIT);
    }
}
