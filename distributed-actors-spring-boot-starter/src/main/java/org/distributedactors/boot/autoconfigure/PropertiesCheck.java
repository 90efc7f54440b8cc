package org.distributedactors.boot.autoconfigure;

import java.time.Duration;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.unit.DataSize;

/// Refuses values that bind but make no sense. Each refusal names the property, where it was set, and what would do; the words
/// around them are those of Spring Boot's own analysis.
final class PropertiesCheck {

    private static final int MAX_PORT = 65_535;
    private static final DataSize SMALLEST_FRAME = DataSize.ofKilobytes(128);
    private static final DataSize LARGEST_SIZE = DataSize.ofGigabytes(1);
    private static final Duration SHORTEST_TICK_TIME = Duration.ofSeconds(1);
    private static final Duration SHORTEST_LEASE = Duration.ofSeconds(1);

    private PropertiesCheck() {}

    /// @throws InvalidConfigurationPropertyValueException for the first value that makes no sense
    static void check(DistributedActorsProperties properties) {
        check(properties.transport());
        check(properties.epmd());
        positive("discovery.interval", properties.discovery().interval());
        check(properties.actor());
        notNegative("shutdown.grace-period", properties.shutdown().gracePeriod());
        require(
                properties.registry().exclusiveLease().compareTo(SHORTEST_LEASE) >= 0,
                "registry.exclusive-lease",
                properties.registry().exclusiveLease(),
                "It must be a second or longer; the owner ends when six tenths of it have passed"
                        + " without renewal");
        check(properties.migration());
        DistributedActorsProperties.Rebalance rebalance = properties.rebalance();
        positive("rebalance.interval", rebalance.interval());
        require(
                rebalance.perSecond() > 0,
                "rebalance.per-second",
                rebalance.perSecond(),
                "It must be 1 or more");
        require(
                rebalance.tolerance() > 0,
                "rebalance.tolerance",
                rebalance.tolerance(),
                "It must be more than 0, such as 0.1 for a tenth of the mean");
        int maxActors = properties.remoteSpawn().maxActors();
        require(maxActors > 0, "remote-spawn.max-actors", maxActors, "It must be 1 or more");
        int historySize = properties.monitors().historySize();
        require(
                historySize >= 0,
                "monitors.history-size",
                historySize,
                "It must be 0 or more; 0 remembers none");
    }

    private static void check(DistributedActorsProperties.Transport transport) {
        port("transport.port", transport.port(), "0 takes a free one");
        positive("transport.connect-timeout", transport.connectTimeout());
        Duration tick = transport.netTickTime();
        require(
                tick.compareTo(SHORTEST_TICK_TIME) >= 0,
                "transport.net-tick-time",
                tick,
                "It must be a second or longer; Erlang's own default is 60s");
        Duration suspicion = transport.suspicionTime();
        require(
                suspicion.isZero() || suspicion.compareTo(SHORTEST_TICK_TIME) >= 0,
                "transport.suspicion-time",
                suspicion,
                "It must be a second or longer; 0 leaves silent peers to"
                        + " distributed-actors.transport.net-tick-time");
        size("transport.max-frame-size", transport.maxFrameSize());
        size("transport.max-message-size", transport.maxMessageSize());
        require(
                transport.maxMessageSize().compareTo(transport.maxFrameSize()) >= 0,
                "transport.max-message-size",
                transport.maxMessageSize(),
                "It must not be smaller than distributed-actors.transport.max-frame-size, which is "
                        + transport.maxFrameSize());
        size("transport.buffer-busy-limit", transport.bufferBusyLimit());
        positive("transport.busy-timeout", transport.busyTimeout());
    }

    private static void check(DistributedActorsProperties.Migration migration) {
        size("migration.max-size", migration.maxSize());
        require(
                migration.maxLeaving() > 0,
                "migration.max-leaving",
                migration.maxLeaving(),
                "It must be 1 or more");
        require(
                migration.maxComing() > 0,
                "migration.max-coming",
                migration.maxComing(),
                "It must be 1 or more; @Actor(movable = false) takes none of a type");
        positive("migration.timeout", migration.timeout());
        notNegative("migration.doubt-limit", migration.doubtLimit());
    }

    private static void check(DistributedActorsProperties.Epmd epmd) {
        port("epmd.port", epmd.port(), "0 takes a free one for an embedded port mapper");
        boolean known =
                epmd.port() != 0 || epmd.mode() != DistributedActorsProperties.Epmd.Mode.EXTERNAL;
        require(
                known,
                "epmd.port",
                epmd.port(),
                "An external port mapper has a port; usually it is 4369");
    }

    private static void check(DistributedActorsProperties.Actor actor) {
        positive("actor.call-timeout", actor.callTimeout());
        notNegative("actor.start-timeout", actor.startTimeout());
        notNegative("actor.shutdown-timeout", actor.shutdownTimeout());
        require(
                actor.mailboxWarning() >= 0,
                "actor.mailbox-warning",
                actor.mailboxWarning(),
                "It must be 0 or more; 0 never warns");
        require(
                actor.mailbox().limit() >= 0,
                "actor.mailbox.limit",
                actor.mailbox().limit(),
                "It must be 0 or more; 0 lets any number wait");
    }

    private static void port(String name, int port, String zero) {
        require(
                port >= 0 && port <= MAX_PORT,
                name,
                port,
                "It must be between 0 and " + MAX_PORT + "; " + zero);
    }

    private static void positive(String name, Duration value) {
        require(value.isPositive(), name, value, "It must be longer than zero, such as 5s");
    }

    private static void notNegative(String name, Duration value) {
        require(!value.isNegative(), name, value, "It must not be negative; 0s does not wait");
    }

    private static void size(String name, DataSize size) {
        boolean fits = size.compareTo(SMALLEST_FRAME) >= 0 && size.compareTo(LARGEST_SIZE) <= 0;
        require(
                fits,
                name,
                size,
                "It must be between 128KB, which holds what other nodes send in one piece, and"
                        + " 1GB");
    }

    private static void require(boolean holds, String name, Object value, String sentence) {
        if (!holds) {
            throw new InvalidConfigurationPropertyValueException(
                    "distributed-actors." + name, value, sentence);
        }
    }
}
