package org.distributedactors.migration;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.distributedactors.migration.MigrationException.Reason;
import org.distributedactors.process.DelegatingBehaviour;
import org.distributedactors.process.ExitReason;
import org.distributedactors.process.MovableBehaviour;
import org.distributedactors.process.ProcessBehaviour;
import org.distributedactors.process.Self;
import org.distributedactors.process.TransitSignal;
import org.jspecify.annotations.Nullable;

/// A behaviour that begins with the state of a process of another node, and is itself from then on.
final class MovedBehaviour extends DelegatingBehaviour {

    private final int moves;
    private final Made made;
    private final Luggage luggage;
    private @Nullable Supplier<PartsReader.Contents> contents;

    /// Is told, by the process, what came of it.
    interface Made {

        /// @param queue what waits for it
        void made(List<TransitSignal> queue);

        void impossible(Reason reason, String detail);
    }

    MovedBehaviour(
            ProcessBehaviour behaviour,
            int moves,
            Luggage luggage,
            Supplier<PartsReader.Contents> contents,
            Made made) {
        super(behaviour);
        this.moves = moves;
        this.luggage = luggage;
        this.contents = contents;
        this.made = made;
    }

    @Override
    public @Nullable ExitReason start(Self self) {
        Supplier<PartsReader.Contents> come = contents;
        contents = null;
        MovableBehaviour movable = super.movable();
        if (movable == null || come == null) {
            return refuse(Reason.NOT_MOVABLE, type());
        }
        int version = luggage.version();
        try {
            if (version > movable.stateVersion()) {
                return refuse(
                        Reason.NEWER_STATE,
                        "%d, and %d is known".formatted(version, movable.stateVersion()));
            }
            PartsReader.Contents had = come.get();
            movable.moveIn(
                    self,
                    new MovableBehaviour.MovedState(version, luggage.label(), had.state()),
                    luggage.idle());
            made.made(had.queue());
        } catch (Exception | LinkageError | StackOverflowError wrong) {
            return refuse(Reason.BAD_STATE, String.valueOf(wrong.getMessage()));
        }
        return null;
    }

    private ExitReason refuse(Reason reason, String detail) {
        made.impossible(reason, detail);
        return ExitReason.SHUTDOWN;
    }

    @Override
    public @Nullable MovableBehaviour movable() {
        MovableBehaviour movable = super.movable();
        return movable == null ? null : new Moved(movable, moves);
    }

    /// The same, counting moves.
    private record Moved(MovableBehaviour behaviour, int moves) implements MovableBehaviour {

        @Override
        public Class<?> implementation() {
            return behaviour.implementation();
        }

        @Override
        public int stateVersion() {
            return behaviour.stateVersion();
        }

        @Override
        public String label() {
            return behaviour.label();
        }

        @Override
        public Object moveOut() throws Exception {
            return behaviour.moveOut();
        }

        @Override
        public void moveIn(Self self, MovedState state, Optional<Duration> idle) throws Exception {
            behaviour.moveIn(self, state, idle);
        }

        @Override
        public Optional<Duration> idle() {
            return behaviour.idle();
        }

        @Override
        public @Nullable Object written(Object message) {
            return behaviour.written(message);
        }

        @Override
        public void left() {
            behaviour.left();
        }
    }
}
