package org.distributedactors.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Fault 21 on two hosts: somebody starts a second node of one name where no port mapper can know of the first. All nodes are of
/// this library; Erlang lets the later one in. On demand.
@Tag("on-demand")
class TwinIT extends FaultsFixture {

    private static final Duration LASTS = Duration.ofSeconds(10);

    TwinIT() {
        super(Cluster.TICK_SECONDS, "a", "b", "c");
    }

    @Test
    @DisplayName(
            "21: a second node of a name that lives on another host is let in by nobody, and the first is unhurt")
    void twinElsewhere() {
        // Peers are known to live once they have promised to write often, and did.
        during(Duration.ofSeconds(4));
        long started = System.nanoTime();
        String elsewhere = "-Dnode.bind=" + cluster.hosts().address("c");
        try (JavaMember twin =
                cluster.java("c", cluster.name("a"), elsewhere, "-Dnode.epmd=AUTO")) {
            during(LASTS);

            assertThat(twin.nodes()).isEmpty();
            assertThat(cluster.member("a").nodes())
                    .isEqualTo(List.of(cluster.name("b"), cluster.name("c")));
        }
        nobodyLostAnybodySince(started);
        messagesArrive();
        assertThat(cluster.history().printed())
                .anyMatch(line -> line.contains("another node has the name"));
    }
}
