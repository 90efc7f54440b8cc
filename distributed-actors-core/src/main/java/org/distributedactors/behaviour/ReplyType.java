package org.distributedactors.behaviour;

import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/// The protocol of somebody who waits for the answer to a call: `{Tag, Reply}`, decoded to a {@link GenReply}.
///
/// @param type what the reply decodes to; null asks for a `Term`
public record ReplyType(@Nullable Type type) {}
