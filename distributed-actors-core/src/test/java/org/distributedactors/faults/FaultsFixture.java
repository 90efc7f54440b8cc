package org.distributedactors.faults;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import org.distributedactors.interop.ErlangNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/// One cluster for all faults of a class, with messages between all nodes all the while. After each fault it has to be
/// whole again, and no promise may be broken.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class FaultsFixture {

    /// Whether times are checked too, and not only written down: not on a machine that does other things.
    private static final boolean STRICT = Boolean.getBoolean("evidence");

    private static final int RATE = 100;
    private static final Path FIGURES = Path.of("target", "faults", "figures.txt");

    private final int tickSeconds;
    private final String[] hosts;
    protected Cluster cluster;

    FaultsFixture(int tickSeconds, String... hosts) {
        this.tickSeconds = tickSeconds;
        this.hosts = hosts;
    }

    @BeforeAll
    void open() {
        ErlangNode.assumeInstalled();
        Hosts.assumePossible();
        cluster = Cluster.of(tickSeconds, hosts);
    }

    @AfterAll
    void close() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @BeforeEach
    void load() {
        cluster.members().forEach(member -> member.load(RATE, 100));
    }

    @AfterEach
    void isWholeAndKeptItsPromises() {
        cluster.network().heal();
        cluster.startMissing();
        cluster.awaitWhole();
        cluster.members().forEach(Member::quiet);
        cluster.assertPromises();
    }

    /// Lets a while of a fault pass. Nothing is waited for: the fault itself is what has to last.
    static void during(Duration while_) {
        long until = System.nanoTime() + while_.toNanos();
        for (long left = while_.toNanos(); left > 0; left = until - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    Duration tick() {
        return Duration.ofSeconds(tickSeconds);
    }

    /// Part of the tick time.
    Duration ticks(double part) {
        return Duration.ofMillis((long) (tickSeconds * 1000 * part));
    }

    /// Writes a time down, and in a run for evidence holds it to its bounds.
    static void bounded(String what, long millis, long least, long most) {
        figure(what, millis + " ms of " + least + " to " + most);
        if (STRICT) {
            assertThat(millis).as(what).isBetween(least, most);
        }
    }

    static void figure(String what, Object value) {
        String line = "%s %s: %s%n".formatted(Instant.now(), what, value);
        IO.print(line);
        try {
            Files.createDirectories(FIGURES.getParent());
            Files.writeString(
                    FIGURES, line, UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// No node has lost another since then.
    void nobodyLostAnybodySince(long moment) {
        assertThat(cluster.history().since(moment))
                .filteredOn(event -> event.kind().equals("nodedown"))
                .isEmpty();
    }

    /// Messages still arrive at every node.
    void messagesArrive() {
        for (Member member : cluster.members()) {
            long before = member.received();
            cluster.until("messages arrive at " + member.name(), () -> member.received() > before);
        }
    }
}
