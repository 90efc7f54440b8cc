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
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A real Erlang node: a process of this test that evaluates expressions which the test sends it.
///
/// All expressions run one after the other in one process of the node, so variables, the mailbox and links last from
/// one to the next. Requests go in and answers come out in lines of base64; whatever else the node prints is kept for
/// the text of failures.
///
/// A node never leaves a port mapper behind: it starts one only when the test says on which port, by the variable
/// `ERL_EPMD_PORT`, and then the test has one running there already.
public final class ErlangNode implements AutoCloseable {

    private static final Duration BOOT = Duration.ofSeconds(30);
    private static final Duration ANSWER = Duration.ofSeconds(15);
    private static final String MARK = "#=";
    private static final String READY = "ready";
    private static final String GONE = "gone";

    /// Says what it is ready for, then answers each line. Whoever ends standard input ends the node. Where Elixir has
    /// started, lines are binaries.
    private static final String LOOP =
            """
            Say = fun(Kind, Text) ->
                io:put_chars(["\\n#=", Kind, " ", base64:encode(unicode:characters_to_binary(Text)), "\\n"])
            end,
            Parse = fun(Source) ->
                {ok, Tokens, _} = erl_scan:string(unicode:characters_to_list(base64:decode(Source))),
                {ok, Expressions} = erl_parse:parse_exprs(Tokens),
                Expressions
            end,
            Read = fun() ->
                case io:get_line("") of
                    Line when is_binary(Line) -> unicode:characters_to_list(Line);
                    Other -> Other
                end
            end,
            Loop = fun Loop(Bindings) ->
                case Read() of
                    "eval " ++ Line ->
                        Next = try
                            {value, Value, Bound} = erl_eval:exprs(Parse(string:trim(Line)), Bindings),
                            Say("ok", io_lib:format("~0tp", [Value])),
                            Bound
                        catch Class:Reason:Stack ->
                            Say("failed", io_lib:format("~0tp", [{Class, Reason, Stack}])),
                            Bindings
                        end,
                        Loop(Next);
                    "cast " ++ Line ->
                        Expressions = Parse(string:trim(Line)),
                        spawn(fun() -> erl_eval:exprs(Expressions, Bindings) end),
                        Loop(Bindings);
                    _ ->
                        halt(0)
                end
            end,
            spawn(fun() ->
                {_, Monitor} = spawn_monitor(fun() -> Say("ready", ""), Loop([]) end),
                receive {'DOWN', Monitor, process, _, Why} -> Say("gone", io_lib:format("~0tp", [Why])), halt(1) end
            end).
            """;

    private final String name;
    private final Process process;
    private final Path home;
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    private final List<String> printed = Collections.synchronizedList(new ArrayList<>());

    private ErlangNode(String name, Process process, Path home) {
        this.name = name;
        this.process = process;
        this.home = home;
        Thread.ofVirtual().start(this::read);
    }

    /// Leaves the test when there is no Erlang on this machine; on a build server that is a failure.
    public static void assumeInstalled() {
        if (!OtpRelease.all().isEmpty()) {
            return;
        }
        if ("true".equals(System.getenv("CI"))) {
            fail("there is no erl, which a build server must have");
        }
        abort("there is no erl on this machine");
    }

    /// Starts a node of the host's own release, as {@link #start(OtpRelease, String, String, Map, String...)}.
    public static ErlangNode start(
            String name, String cookie, Map<String, String> environment, String... extraArguments) {
        return start(OtpRelease.host(), name, cookie, environment, extraArguments);
    }

    /// Starts a node and waits until it is up.
    ///
    /// @param name the name behind `-name`; its host is to be `127.0.0.1`. When it has no dot the node is started with
    ///     `-sname`
    /// @param environment for instance `ERL_EPMD_PORT`
    /// @param extraArguments for `erl`
    /// @throws AssertionError when the node does not come up; the text has what it printed
    public static ErlangNode start(
            OtpRelease release,
            String name,
            String cookie,
            Map<String, String> environment,
            String... extraArguments) {
        return start(List.of(), release, name, cookie, environment, extraArguments);
    }

    /// Starts a node of the host's own release in a network namespace, where it may start a port mapper of its own.
    public static ErlangNode startIn(
            String namespace, String name, String cookie, String... extraArguments) {
        return start(
                List.of("ip", "netns", "exec", namespace),
                OtpRelease.host(),
                name,
                cookie,
                Map.of("ERL_EPMD_PORT", "4369"),
                extraArguments);
    }

    private static ErlangNode start(
            List<String> where,
            OtpRelease release,
            String name,
            String cookie,
            Map<String, String> environment,
            String... extraArguments) {
        List<String> command = new ArrayList<>(List.of("erl", "-noshell", "+Bd"));
        command.addAll(List.of(name.contains(".") ? "-name" : "-sname", name));
        command.addAll(List.of("-setcookie", cookie));
        if (!environment.containsKey("ERL_EPMD_PORT")) {
            command.addAll(List.of("-start_epmd", "false"));
        }
        command.addAll(List.of(extraArguments));
        command.addAll(List.of("-eval", LOOP));
        try {
            Path home = release.newFolder("erlang-node");
            List<String> whole = new ArrayList<>(where);
            whole.addAll(release.command(command));
            ProcessBuilder builder = new ProcessBuilder(whole).redirectErrorStream(true);
            builder.environment().put("HOME", release.inside(home));
            builder.environment().put("ERL_CRASH_DUMP_SECONDS", "0");
            builder.environment().putAll(environment);
            ErlangNode node = new ErlangNode(name, builder.start(), home);
            node.awaitReady();
            return node;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void awaitReady() {
        try {
            answer(READY, BOOT, "start");
        } catch (AssertionError failure) {
            close();
            throw failure;
        }
    }

    public String name() {
        return name;
    }

    /// The value of the last of these expressions, as `io_lib:format("~0p")` shows it: in one line.
    ///
    /// @param expressions separated by commas; the dot at the end may be left out
    /// @throws AssertionError when they fail, or have no value after 15 seconds
    public String eval(String expressions) {
        return eval(expressions, ANSWER);
    }

    /// As {@link #eval(String)}, with another limit of time.
    public synchronized String eval(String expressions, Duration limit) {
        request("eval", expressions);
        return answer("ok", limit, expressions);
    }

    /// Evaluates the expressions in a process of their own and does not wait for their value.
    public synchronized void cast(String expressions) {
        request("cast", expressions);
    }

    /// The number of its process.
    public long pid() {
        return process.pid();
    }

    /// What the node printed until now, its log included.
    public String output() {
        return String.join("\n", List.copyOf(printed));
    }

    /// Ends the node at once, as a machine that fails would.
    public void kill() {
        process.destroyForcibly();
        awaitExit();
    }

    /// Lets the node end, and ends it after five seconds if it did not.
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
        } catch (IOException alreadyGone) {
            printed.add(String.valueOf(alreadyGone.getMessage()));
        }
        if (!awaitExit()) {
            kill();
        }
        deleteHome();
    }

    private boolean awaitExit() {
        try {
            return process.waitFor(5, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void deleteHome() {
        try (var files = Files.walk(home)) {
            files.sorted(Collections.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (IOException left) {
            printed.add(String.valueOf(left.getMessage()));
        }
    }

    private void request(String kind, String expressions) {
        String source = expressions.stripTrailing();
        source = source.endsWith(".") ? source : source + ".";
        String line =
                kind + " " + Base64.getEncoder().encodeToString(source.getBytes(UTF_8)) + "\n";
        try {
            process.getOutputStream().write(line.getBytes(UTF_8));
            process.getOutputStream().flush();
        } catch (IOException gone) {
            throw failure(expressions, "the node is gone");
        }
    }

    private String answer(String wanted, Duration limit, String what) {
        try {
            String answer = answers.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
            if (answer == null) {
                throw failure(what, "no answer for " + limit);
            }
            String[] kindAndText = answer.split(" ", 2);
            String text = new String(Base64.getDecoder().decode(kindAndText[1]), UTF_8);
            if (!kindAndText[0].equals(wanted)) {
                throw failure(what, kindAndText[0] + ": " + text);
            }
            return text;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw failure(what, "interrupted");
        }
    }

    private AssertionError failure(String what, String why) {
        return new AssertionError("%s: %s%n%s%nprinted:%n%s".formatted(name, why, what, output()));
    }

    private void read() {
        try (BufferedReader lines = process.inputReader(UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(MARK)) {
                    answers.add(line.substring(MARK.length()));
                } else if (!line.isEmpty()) {
                    printed.add(line);
                }
            }
        } catch (IOException ended) {
            printed.add(String.valueOf(ended.getMessage()));
        }
        answers.add(GONE + " ");
    }
}
