package org.distributedactors.boot.testcontainers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.distributedactors.discovery.Seed;
import org.distributedactors.term.NodeName;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/// A real Erlang node in a container. With `@ServiceConnection` the application's node joins it: the cookie and the node as
/// a seed come from here, in place of the properties.
///
/// ```
/// @Container @ServiceConnection
/// static ErlangNodeContainer erlang = new ErlangNodeContainer("erlang:27")
///         .withErlang("register(echo, spawn(fun Loop() -> receive {From, M} -> From ! M, Loop() end end))");
/// ```
///
/// The image needs `erl` and a shell on its path, as `erlang` and `elixir` have them. The node listens on one port, which
/// is mapped, so no port mapper is asked; its own one, which `erl` starts, is not reachable from outside.
public final class ErlangNodeContainer extends GenericContainer<ErlangNodeContainer> {

    /// Where the node listens within its container.
    public static final int PORT = 9100;

    private static final String UP = "the erlang node is up";

    private final List<String> expressions = new ArrayList<>();
    private String nodeName = "erlang@127.0.0.1";
    private String cookie = "a cookie of containers for tests";

    /// @param image with `erl` on its path
    public ErlangNodeContainer(String image) {
        this(DockerImageName.parse(image));
    }

    /// @param image with `erl` on its path
    public ErlangNodeContainer(DockerImageName image) {
        super(image);
        withExposedPorts(PORT);
        waitingFor(Wait.forLogMessage(".*" + UP + ".*", 1));
    }

    /// What the node is called; `erlang@127.0.0.1` unless set. Applications reach it by its mapped port, whatever the host
    /// in its name; containers of one network by a host that they can resolve, such as a network alias with a dot.
    public ErlangNodeContainer withNodeName(String name) {
        nodeName = NodeName.of(name).toString();
        return this;
    }

    /// The secret of the cluster.
    public ErlangNodeContainer withCookie(String value) {
        cookie = value;
        return this;
    }

    /// An expression that the node evaluates when it starts, without the dot at the end. May be called again.
    public ErlangNodeContainer withErlang(String expression) {
        expressions.add(expression);
        return this;
    }

    @Override
    protected void configure() {
        withEnv("ERLANG_COOKIE", cookie);
        List<String> all = new ArrayList<>(expressions);
        all.add("io:format(\"~s~n\", [\"" + UP + "\"])");
        withEnv("ERLANG_EVAL", String.join(", ", all) + ".");
        withCommand(
                "sh",
                "-c",
                "exec erl -noinput -name %s -setcookie \"$ERLANG_COOKIE\" -kernel inet_dist_listen_min %d inet_dist_listen_max %d -eval \"$ERLANG_EVAL\""
                        .formatted(nodeName, PORT, PORT));
    }

    /// The secret of the cluster.
    public String getCookie() {
        return cookie;
    }

    /// The node, and where it can be reached from here.
    public Seed getSeed() {
        return new Seed(
                NodeName.of(nodeName),
                InetSocketAddress.createUnresolved(getHost(), getMappedPort(PORT)));
    }

    /// Evaluates an expression on the node.
    ///
    /// @param expression without the dot at the end
    /// @return what it gives, as Erlang writes it
    /// @throws IllegalStateException when it fails
    public String eval(String expression) {
        String code =
                "{ok, T, _} = erl_scan:string(os:getenv(\"EXPRESSION\") ++ \".\"), {ok, E} ="
                        + " erl_parse:parse_exprs(T), {value, V, _} = rpc:call('"
                        + nodeName
                        + "', erl_eval, exprs, [E, []]), io:format(\"~tp\", [V]), halt().";
        try {
            ExecResult result =
                    execInContainer(
                            "sh",
                            "-c",
                            "EXPRESSION=\"$0\" exec erl -noinput -hidden -name eval$$@127.0.0.1"
                                    + " -setcookie \"$ERLANG_COOKIE\" -eval \"$1\"",
                            expression,
                            code);
            if (result.getExitCode() != 0) {
                throw new IllegalStateException(
                        expression + ": " + result.getStdout() + result.getStderr());
            }
            return result.getStdout();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
