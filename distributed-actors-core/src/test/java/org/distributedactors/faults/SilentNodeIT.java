package org.distributedactors.faults;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A frozen node among nodes of this library, with the suspicion time of 8 s and a net tick of a minute, as they are set
/// unless somebody sets them. On demand; the wait for the loss itself ends before the net tick could cause it.
@Tag("on-demand")
class SilentNodeIT extends FaultsFixture {

    private static final int FALSE_ALARM_SECONDS = Integer.getInteger("faults.loss", 30);

    SilentNodeIT() {
        super(60, "a", "b", "c");
    }

    @Test
    @DisplayName(
            "a frozen node is missed by the others after the suspicion time, once, and comes back")
    void frozen() {
        long frozen = System.nanoTime();
        cluster.member("b").freeze();
        for (String host : List.of("a", "c")) {
            bounded(
                    "frozen, missed by " + host,
                    cluster.lossAfter(frozen, host, "b"),
                    6000,
                    10_000);
        }
        cluster.member("b").thaw();
        cluster.awaitWhole();
    }

    @Test
    @DisplayName("a host that vanishes is missed in the same time")
    void vanished() {
        long gone = System.nanoTime();
        cluster.network().unplug("b");
        cluster.member("b").kill();
        for (String host : List.of("a", "c")) {
            bounded(
                    "vanished, missed by " + host,
                    cluster.lossAfter(gone, host, "b"),
                    6000,
                    10_000);
        }
        cluster.forget("b");
        cluster.network().plug("b");
        cluster.start("b");
    }

    @Test
    @DisplayName("with a tenth of all packets lost no node is missed")
    void falseAlarms() {
        long from = System.nanoTime();
        cluster.hosts().all().forEach(host -> cluster.network().lose(host, 10));
        during(Duration.ofSeconds(FALSE_ALARM_SECONDS));
        nobodyLostAnybodySince(from);
        figure("false alarms in " + FALSE_ALARM_SECONDS + " s at 10 %", 0);
    }
}
