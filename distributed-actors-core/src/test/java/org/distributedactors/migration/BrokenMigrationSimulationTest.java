package org.distributedactors.migration;

import java.util.ArrayList;
import java.util.List;
import org.distributedactors.migration.BrokenMigration.Kind;
import org.distributedactors.migration.BrokenMigration.Victim;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Migrations broken off at each point, by each victim; see {@link BrokenMigration} for what has to hold.
///
/// `-Dmigration.seeds=50` plays that many schedules of each case, and `-Dmigration.first=…` begins with another seed.
class BrokenMigrationSimulationTest {

    private static final int SEEDS = Integer.getInteger("migration.seeds", 1);
    private static final long FIRST = Long.getLong("migration.first", 1);

    static List<Arguments> cases() {
        List<Arguments> cases = new ArrayList<>();
        for (MigrationPoint point : MigrationPoint.values()) {
            for (Victim victim : Victim.values()) {
                cases.add(Arguments.of(point, victim));
            }
        }
        return cases;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void exactlyOneGoesOn(MigrationPoint point, Victim victim) {
        for (int i = 0; i < SEEDS; i++) {
            new BrokenMigration(point, victim, FIRST + i, Kind.PLAIN).play();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void oneThatIsStartedElsewhereGoesOnOnce(MigrationPoint point, Victim victim) {
        for (int i = 0; i < SEEDS; i++) {
            new BrokenMigration(point, victim, FIRST + i, Kind.STARTED_ELSEWHERE).play();
        }
    }

    @ParameterizedTest
    @EnumSource(MigrationPoint.class)
    void oneWithANameGoesOnOnceWhenTheSourceIsLost(MigrationPoint point) {
        for (int i = 0; i < 5 * SEEDS; i++) {
            new BrokenMigration(point, Victim.SOURCE, FIRST + i, Kind.NAMED).play();
        }
    }
}
