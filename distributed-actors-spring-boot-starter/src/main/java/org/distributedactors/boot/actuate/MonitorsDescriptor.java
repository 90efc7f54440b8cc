package org.distributedactors.boot.actuate;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.distributedactors.boot.overview.TermText;
import org.distributedactors.process.MonitorBook;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/// What the endpoint `actormonitors` answers.
///
/// @param active how many are set, listed or not
/// @param fired how many have fired since the node came up, remembered or not
/// @param monitors those that are set, the oldest first
/// @param recent the last ones that fired, the latest first
public record MonitorsDescriptor(long active, long fired, List<Active> monitors, List<Fired> recent)
        implements OperationResponseBody {

    static final MonitorsDescriptor NONE = new MonitorsDescriptor(0, 0, List.of(), List.of());

    /// A monitor that is set.
    public record Active(
            String reference,
            String watcher,
            String target,
            MonitorBook.Kind kind,
            MonitorBook.State state,
            Instant since) {

        static Active of(MonitorBook.Entry entry) {
            return new Active(
                    TermText.of(entry.ref()),
                    TermText.of(entry.watcher()),
                    TermText.target(entry.target()),
                    entry.kind(),
                    entry.state(),
                    entry.since());
        }
    }

    /// A monitor that has fired.
    public record Fired(
            String reference,
            String target,
            MonitorBook.Kind kind,
            MonitorBook.State state,
            String reason,
            @Nullable Instant firedAt) {

        static Fired of(MonitorBook.Entry entry) {
            return new Fired(
                    TermText.of(entry.ref()),
                    TermText.target(entry.target()),
                    entry.kind(),
                    entry.state(),
                    TermText.reason(Objects.requireNonNull(entry.reason()).term()),
                    entry.firedAt());
        }
    }
}
