package org.distributedactors.process;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A plain process as it sees itself: {@link Self}, and the mailbox.
///
/// Signals take effect when the process receives. An exit signal that ends it also interrupts its thread, so
/// that it does not stay blocked elsewhere.
public interface PlainSelf extends Self {

    /// Takes the first message that the matcher takes, waiting for it as long as `timeout`. Messages it leaves stay in
    /// their order.
    ///
    /// @return what the matcher's action gave; empty when the time was over
    /// @throws ProcessExit when an exit signal ends the process
    <T> Optional<T> receive(Duration timeout, Matcher<T> matcher);

    /// The same without a limit of time.
    <T extends @Nullable Object> T receive(Matcher<T> matcher);

    /// The end of the mailbox as it is now.
    ReceiveMark mark();

    /// The same as `receive`, looking only at what came after the mark.
    <T> Optional<T> receive(ReceiveMark mark, Duration timeout, Matcher<T> matcher);
}
