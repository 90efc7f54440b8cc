package org.distributedactors.boot.actor;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/// Says what is wrong with an annotated actor or client, and what to do.
final class InvalidActorFailureAnalyzer extends AbstractFailureAnalyzer<InvalidActorException> {

    @Override
    protected FailureAnalysis analyze(
            @Nullable Throwable rootFailure, InvalidActorException cause) {
        return new FailureAnalysis(String.valueOf(cause.getMessage()), cause.action(), cause);
    }
}
