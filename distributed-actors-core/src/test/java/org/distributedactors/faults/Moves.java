package org.distributedactors.faults;

import static org.distributedactors.faults.EventLog.event;

import java.time.Duration;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.distributedactors.kernel.Kernel;
import org.distributedactors.migration.LiveAccount;
import org.distributedactors.migration.MigrationPoint;
import org.distributedactors.migration.MovableProcess;
import org.distributedactors.term.Binary;
import org.distributedactors.term.NodeName;
import org.distributedactors.term.Pid;
import org.jspecify.annotations.Nullable;

/// Moves an account between nodes, holds its node still at a point of the move until it is told to go on, and calls accounts.
/// Pids are written as the bytes they have on the wire.
final class Moves {

    private static final Set<String> COMMANDS =
            Set.of(
                    "account",
                    "accounts",
                    "migrate",
                    "hold",
                    "go",
                    "call",
                    "hush",
                    "check",
                    "moving");
    private static final Duration CALL_LIMIT = Duration.ofSeconds(2);
    private static final long EVERY_MILLIS = 5;

    private final Kernel kernel;
    private final Set<Long> answered = ConcurrentHashMap.newKeySet();
    private final CountDownLatch go = new CountDownLatch(1);
    private volatile @Nullable MigrationPoint held;
    private @Nullable ScheduledExecutorService caller;
    private long next;

    Moves(Kernel kernel) {
        this.kernel = kernel;
        LiveAccount.declare(kernel, this::reached);
    }

    static boolean knows(String command) {
        return COMMANDS.contains(command);
    }

    Object does(String[] words) {
        return switch (words[0]) {
            case "account" -> written(LiveAccount.spawn(kernel.node()));
            case "accounts" -> accounts();
            case "migrate" -> migrate(pid(words[1]), NodeName.of(words[2]));
            case "hold" -> hold(words[1]);
            case "go" -> go();
            case "call" -> call(pid(words[1]));
            case "hush" -> hush();
            case "check" -> check(pid(words[1]), Boolean.parseBoolean(words[2]));
            case "moving" -> kernel.migrator().underWay();
            default -> throw new IllegalArgumentException(words[0]);
        };
    }

    private String written(Pid pid) {
        return HexFormat.of().formatHex(kernel.node().toBytes(pid).toByteArray());
    }

    private Pid pid(String hex) {
        return (Pid)
                kernel.node().fromBytes(Binary.wrap(HexFormat.of().parseHex(hex))).decode(null);
    }

    private String accounts() {
        return kernel.migrator().movable().stream()
                .map(MovableProcess::pid)
                .map(this::written)
                .collect(Collectors.joining(" "));
    }

    private boolean migrate(Pid account, NodeName target) {
        kernel.migrator()
                .migrate(account, target)
                .whenComplete((moved, failure) -> event("outcome", moved, failure));
        return true;
    }

    private boolean hold(String point) {
        held = MigrationPoint.valueOf(point);
        return true;
    }

    private boolean go() {
        held = null;
        go.countDown();
        return true;
    }

    /// By the thread of the migration server, which stands still with the move.
    private void reached(MigrationPoint point) {
        event("point", point);
        if (point == held) {
            try {
                go.await();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private boolean call(Pid account) {
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        caller = timer;
        timer.scheduleAtFixedRate(
                () -> {
                    long number = next++;
                    LiveAccount.put(kernel.node(), account, client(), number, CALL_LIMIT)
                            .thenAccept(sum -> answered.add(number));
                },
                0,
                EVERY_MILLIS,
                TimeUnit.MILLISECONDS);
        return true;
    }

    private String client() {
        return kernel.node().name() + ":";
    }

    private boolean hush() {
        ScheduledExecutorService timer = caller;
        if (timer != null) {
            timer.shutdownNow();
        }
        return true;
    }

    /// Looks at what the account remembers of our calls.
    ///
    /// @param all whether it must know of each call that was answered
    /// @return `sound`, with how many calls were answered, or what is wrong
    private String check(Pid account, boolean all) {
        CompletableFuture<List<String>> asked =
                LiveAccount.entries(kernel.node(), account).toCompletableFuture();
        Set<Long> known = new HashSet<>();
        long last = -1;
        for (String entry : asked.join()) {
            if (entry.startsWith(client())) {
                long number = Long.parseLong(entry.substring(client().length()));
                if (number <= last) {
                    return "wrong order " + number + " after " + last;
                }
                last = number;
                known.add(number);
            }
        }
        Set<Long> lost = new HashSet<>(answered);
        lost.removeAll(known);
        return all && !lost.isEmpty() ? "lost " + lost : "sound " + answered.size();
    }
}
