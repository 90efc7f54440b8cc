package org.distributedactors.process;

import java.time.Duration;
import java.util.Optional;

/// Something that was asked for later. Usable from any thread.
public interface Timer {

    /// One that has happened, or never will.
    Timer OVER =
            new Timer() {
                @Override
                public Optional<Duration> cancel() {
                    return Optional.empty();
                }

                @Override
                public Optional<Duration> left() {
                    return Optional.empty();
                }
            };

    /// Stops it, Erlang's `cancel_timer`.
    ///
    /// @return the time that was left, if it was stopped in time; empty when it has happened or was stopped before
    Optional<Duration> cancel();

    /// Looks at it, Erlang's `read_timer`.
    ///
    /// @return the time that is left; empty when it has happened or was stopped
    Optional<Duration> left();
}
