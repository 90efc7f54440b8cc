package org.distributedactors.behaviour;

import org.jspecify.annotations.Nullable;

/// The answer to a call from this node, which needs no tag.
record LocalReply(@Nullable Object value) {}
