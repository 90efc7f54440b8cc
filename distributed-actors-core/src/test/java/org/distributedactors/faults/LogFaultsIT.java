package org.distributedactors.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Fault 43: what becomes of a node, `c`, whose log cannot be written. On demand.
@Tag("on-demand")
class LogFaultsIT extends FaultsFixture {

    private static final int LINES = 100_000;

    @TempDir private Path directory;

    LogFaultsIT() {
        super(Cluster.TICK_SECONDS, "a", "b", "c", Cluster.ERLANG);
    }

    @AfterEach
    void replace() {
        cluster.forget("c");
        cluster.start("c");
        cluster.awaitWhole();
    }

    private JavaMember victim(List<String> where, Path log) throws IOException {
        Path config = directory.resolve("logback.xml");
        Files.writeString(
                config,
                """
                <configuration>
                  <statusListener class="ch.qos.logback.core.status.NopStatusListener"/>
                  <appender name="FILE" class="ch.qos.logback.core.FileAppender">
                    <file>%s</file>
                    <encoder><pattern>%%d %%level %%msg%%n</pattern></encoder>
                  </appender>
                  <root level="INFO"><appender-ref ref="FILE"/></root>
                </configuration>
                """
                        .formatted(log));
        cluster.forget("c");
        JavaMember victim =
                cluster.java(where, cluster.name("c"), "-Dlogback.configurationFile=" + config);
        cluster.put("c", victim);
        cluster.awaitWhole();
        victim.load(100, 100);
        return victim;
    }

    @Test
    @DisplayName(
            "43: a log that nobody reads holds up who writes to it, and neither connections nor names")
    void blockedLog() throws IOException {
        Path pipe = directory.resolve("pipe");
        Command.run("mkfifo", pipe.toString());
        try (RandomAccessFile reader = new RandomAccessFile(pipe.toFile(), "rw")) {
            JavaMember victim = victim(cluster.hosts().on("c"), pipe);
            victim.ask("say " + LINES);
            during(ticks(0.5));
            String said = victim.ask("said");
            livesOn(victim);

            assertThat(victim.ask("said")).as("the log still stands").isEqualTo(said);
            assertThat(Integer.parseInt(said)).isLessThan(LINES);
            assertThat(reader.read()).isPositive();
        }
    }

    @Test
    @DisplayName("43: a disk without room costs lines of the log and nothing else")
    void fullDisk() throws IOException {
        Path disk = Files.createDirectory(directory.resolve("disk"));
        List<String> where = new ArrayList<>(cluster.hosts().on("c"));
        // The namespace of the command has mounts of its own, so nobody else sees this one and it
        // ends with the node.
        String mount = "mount -t tmpfs -o size=64k tmpfs '%s' && exec \"$@\"".formatted(disk);
        where.addAll(List.of("sh", "-c", mount, "sh"));
        JavaMember victim = victim(where, disk.resolve("node.log"));
        victim.ask("say " + LINES);

        cluster.until("lines go nowhere", () -> victim.ask("said").equals(String.valueOf(LINES)));
        livesOn(victim);
    }

    /// Connections that come and go, each with lines of the log, ticks, messages and names.
    private void livesOn(JavaMember victim) {
        for (String host : List.of("a", "b")) {
            long closed = System.nanoTime();
            cluster.java(host).ask("disconnect " + victim.name());
            cluster.lossAfter(closed, "c", host);
            cluster.awaitWhole();
        }
        long from = System.nanoTime();
        during(ticks(2));
        nobodyLostAnybodySince(from);
        messagesArrive();
        assertThat(victim.register("written-nowhere")).isTrue();
        assertThat(cluster.awaitOneOwner("written-nowhere")).isEqualTo(victim.name());
    }
}
