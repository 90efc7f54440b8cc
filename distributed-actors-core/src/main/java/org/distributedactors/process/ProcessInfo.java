package org.distributedactors.process;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Pid;
import org.jspecify.annotations.Nullable;

/// A look at one process from outside, while it runs on. Says types of messages, never their content.
///
/// @param type the class of its behaviour or body
/// @param idle whether it has nothing to do; a plain process, whether it waits in `receive`
/// @param queueLength how many messages wait, without the one in hand; about, unless the mailbox is bounded
/// @param messageInProgress the type of the message in hand; null when there is none or it is not known, as for a plain process
/// @param busyFor for how long it has been busy, to about a millisecond, at most the time of the last sixteen messages; zero when it is idle, and for a plain process, of which it is not known
/// @param stack where its thread is now, the innermost first; empty when it has none
public record ProcessInfo(
        Pid pid,
        @Nullable Atom name,
        String type,
        boolean idle,
        int queueLength,
        @Nullable String messageInProgress,
        Duration busyFor,
        List<StackTraceElement> stack) {

    static List<StackTraceElement> stackOf(Thread thread, int limit) {
        return Arrays.stream(thread.getStackTrace()).limit(limit).toList();
    }
}
