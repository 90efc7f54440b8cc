package org.distributedactors.boot.autoconfigure;

import org.distributedactors.kernel.KernelConfig;

/// Changes how the node is set up, after the properties have been applied. Beans of this type are called in their order.
@FunctionalInterface
public interface KernelCustomizer {

    void customize(KernelConfig.Builder builder);
}
