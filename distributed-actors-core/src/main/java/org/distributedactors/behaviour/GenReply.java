package org.distributedactors.behaviour;

import org.distributedactors.term.Term;
import org.jspecify.annotations.Nullable;

/// The answer to a call; on the wire `{Tag, Reply}`. The tag is given back exactly as it came.
public record GenReply(Term tag, @Nullable Object reply) {}
