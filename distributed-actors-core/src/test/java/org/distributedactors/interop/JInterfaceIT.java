package org.distributedactors.interop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.distributedactors.behaviour.ServerRef;
import org.distributedactors.kernel.Kernel;
import org.distributedactors.process.Destination;
import org.distributedactors.process.Down;
import org.distributedactors.process.Exit;
import org.distributedactors.process.ExitReason;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Binary;
import org.distributedactors.term.IntegerTerm;
import org.distributedactors.term.ListTerm;
import org.distributedactors.term.NodeName;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Term;
import org.distributedactors.term.Tuple;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// A node of JInterface, in a JVM of its own: it has no headers, no senders, no reasons behind a signal, no monitors, no
/// aliases and no spawning, and is a node all the same. It runs where Debian puts its jar.
@DisplayName("JInterface, a peer with few capabilities")
@ExtendWith(ConformanceTable.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JInterfaceIT {

    private static final Path JAR = Path.of("/usr/share/java/OtpErlang.jar");
    private static final NodeName PEER = NodeName.of("jinterface@127.0.0.1");
    private static final Destination BOX = Destination.of(Atom.of("box"), PEER.atom());
    private static final ExitReason ENOUGH = ExitReason.of("enough");

    @TempDir static Path folder;
    private InteropCluster cluster;
    private Kernel kernel;
    private Process peer;

    @BeforeAll
    void start() throws IOException {
        if (!Files.exists(JAR)) {
            String missing = "no " + JAR + " here: Debian's erlang-jinterface brings it";
            if ("true".equals(System.getenv("CI"))) {
                fail(missing);
            }
            abort(missing);
        }
        cluster = new InteropCluster();
        kernel = cluster.java("java@127.0.0.1");
        Path source = folder.resolve("JInterfacePeer.java");
        try (InputStream in = getClass().getResourceAsStream("/interop/JInterfacePeer.java")) {
            Files.copy(in, source);
        }
        ProcessBuilder builder =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        JAR.toString(),
                        source.toString(),
                        PEER.toString(),
                        InteropCluster.COOKIE);
        builder.environment().putAll(cluster.environment());
        peer = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        BufferedReader lines = peer.inputReader(UTF_8);
        assertThat(lines.readLine()).isEqualTo("ready");
        assertThat(kernel.node().connect(PEER)).isTrue();
    }

    @AfterAll
    void stop() throws IOException, InterruptedException {
        if (peer != null) {
            peer.getOutputStream().close();
            if (!peer.waitFor(5, TimeUnit.SECONDS)) {
                peer.destroyForcibly();
            }
        }
        if (cluster != null) {
            cluster.close();
        }
    }

    private Puppet puppet() {
        return new Puppet(kernel.node(), "puppet");
    }

    private static Tuple order(String what, Pid pid, Term more) {
        return Tuple.of(Atom.of(what), pid, more);
    }

    /// The pid of its mailbox. It is asked again when no answer comes: between the end of a mailbox and the next one
    /// nobody has the name.
    private Pid box(Puppet puppet) {
        for (int i = 0; i < 10; i++) {
            if (ask(puppet) instanceof Tuple answer) {
                return (Pid) answer.get(0);
            }
        }
        return fail("the mailbox does not answer");
    }

    private static Object ask(Puppet puppet) {
        puppet.run(self -> self.send(BOX, order("echo", self.pid(), Atom.OK)));
        return puppet.nextWithinASecond();
    }

    /// A node of JInterface keeps its connections by name, and one that ends takes the entry of the name away, also
    /// when the next one has put itself there meanwhile. Then it has forgotten a connection that stands, and what it
    /// sends is lost until there is another one.
    private void connectUntilItAnswers(Puppet puppet) {
        for (int i = 0; i < 10; i++) {
            assertThat(kernel.node().connect(PEER)).isTrue();
            if (ask(puppet) instanceof Tuple) {
                return;
            }
            kernel.node().disconnect(PEER);
        }
        fail("it never answers over a connection that it should have");
    }

    @Test
    void messagesCrossBothWays() {
        try (Puppet puppet = puppet()) {
            Pid box = box(puppet);
            Term term =
                    Tuple.of(
                            IntegerTerm.of(1L << 40),
                            Binary.of(new byte[100_000]),
                            ListTerm.of(puppet.pid(), box),
                            kernel.node().processes().makeRef());

            puppet.run(self -> self.send(box, order("echo", self.pid(), term)));

            assertThat(puppet.next(Tuple.class).get(1).equals(term)).isTrue();
            puppet.run(self -> self.send(box, order("to_name", self.pid(), Atom.of("named"))));
            assertThat(puppet.next()).isEqualTo(Atom.of("named"));
        }
    }

    @Test
    void itsAnswersToCallsAreTaken() {
        ServerRef<Term> server =
                ServerRef.of(kernel.node().processes(), Atom.of("box"), PEER.atom());

        assertThat(server.call(Atom.of("question"), null, ConformanceTest.SOON))
                .isEqualTo(Atom.of("question"));
    }

    @Test
    void aLinkMadeByUsBreaks() {
        try (Puppet puppet = puppet()) {
            Pid box = box(puppet);
            puppet.run(self -> {
                self.trapExit(true);
                self.link(box);
                self.send(box, order("end", self.pid(), ENOUGH.term()));
            });

            assertThat(puppet.next(Exit.class)).isEqualTo(new Exit(box, ENOUGH));
        }
    }

    @Test
    void aLinkMadeByItBreaks() {
        try (Puppet puppet = puppet();
                Puppet other = new Puppet(kernel.node(), "other")) {
            Pid box = box(puppet);
            puppet.run(self -> self.send(box, order("link", other.pid(), Atom.OK)));
            assertThat(box(puppet)).isEqualTo(box);

            other.begin(self -> self.exit(ENOUGH));

            assertThat(puppet.next(Tuple.class)).isEqualTo(Tuple.of(Atom.of("saw"), ENOUGH.term()));
        }
    }

    @Test
    void unlinkIsAgreedUpon() {
        try (Puppet puppet = puppet()) {
            Pid box = box(puppet);
            puppet.run(self -> {
                self.trapExit(true);
                self.link(box);
                self.unlink(box);
                self.send(box, order("end", self.pid(), ENOUGH.term()));
            });
            ConformanceTest.eventually(() -> !box(puppet).equals(box));
            puppet.sawNothing();
        }
    }

    @Test
    void exitsCrossBothWays() {
        try (Puppet puppet = puppet()) {
            Pid box = box(puppet);
            puppet.run(self -> {
                self.trapExit(true);
                self.send(box, order("kill", self.pid(), ENOUGH.term()));
            });
            assertThat(puppet.next(Exit.class)).isEqualTo(new Exit(box, ENOUGH));

            puppet.run(self -> self.exit(box, ENOUGH));
            assertThat(puppet.next(Tuple.class)).isEqualTo(Tuple.of(Atom.of("saw"), ENOUGH.term()));
        }
    }

    @Test
    void aMonitorCostsNothingAndTellsTheLossOfTheNode() {
        try (Puppet puppet = puppet()) {
            Pid box = box(puppet);
            puppet.run(self -> {
                self.monitor(box);
                self.monitor(BOX);
            });
            assertThat(box(puppet)).isEqualTo(box);

            kernel.node().disconnect(PEER);

            assertThat(puppet.next(Down.class).reason()).isEqualTo(ExitReason.NOCONNECTION);
            assertThat(puppet.next(Down.class).reason()).isEqualTo(ExitReason.NOCONNECTION);
            connectUntilItAnswers(puppet);
        }
    }

    @Test
    void itIsAHiddenNode() {
        assertThat(kernel.node().connect(PEER)).isTrue();
        assertThat(kernel.node().nodes()).doesNotContain(PEER);
        assertThat(kernel.node().connectedNodes()).contains(PEER);
    }
}
