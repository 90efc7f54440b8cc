package org.distributedactors.boot.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/// Shows a {@link NodeConfigurationException} instead of its stack.
final class NodeConfigurationFailureAnalyzer
        extends AbstractFailureAnalyzer<NodeConfigurationException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, NodeConfigurationException cause) {
        return new FailureAnalysis(String.valueOf(cause.getMessage()), cause.action(), cause);
    }
}
