package org.distributedactors.migration;

import java.time.Duration;

/// Limits of migrations.
///
/// @param mostBytes the largest that a process may be in bytes, its queue included; of those that come and of those that go
/// @param mostLeaving how many are on their way from here at one time; the others wait
/// @param mostComing how many are on their way to here at one time; more are refused
/// @param mostProcesses how many processes this node may have before it refuses more
/// @param limit the longest one phase of a migration may take before it is called off
/// @param doubtLimit how long a migration may be in doubt before this node resolves it alone; zero for never
public record MigrationSettings(
        int mostBytes,
        int mostLeaving,
        int mostComing,
        int mostProcesses,
        Duration limit,
        Duration doubtLimit) {

    private static final int MEBIBYTE = 1 << 20;

    /// 16 MiB, 64 at one time, 5 s, and 60 s in doubt.
    public static MigrationSettings defaults() {
        return new MigrationSettings(
                16 * MEBIBYTE, 64, 256, 1 << 23, Duration.ofSeconds(5), Duration.ofSeconds(60));
    }

    /// The same with another time in doubt.
    public MigrationSettings doubting(Duration newLimit) {
        return new MigrationSettings(
                mostBytes, mostLeaving, mostComing, mostProcesses, limit, newLimit);
    }
}
