package org.distributedactors.process;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Looks at a message and either takes it, by returning what shall be done with it, or leaves it with null.
///
/// The action runs after the message has left the mailbox, so it may itself receive.
@FunctionalInterface
public interface Matcher<T extends @Nullable Object> {

    @Nullable Supplier<? extends T> match(Object message);
}
