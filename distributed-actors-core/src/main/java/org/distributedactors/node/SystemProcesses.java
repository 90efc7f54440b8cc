package org.distributedactors.node;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.distributedactors.process.Activator;
import org.distributedactors.process.SpawnOptions;
import org.distributedactors.term.Pid;

/// The node's own services: `net_kernel`, `rex`, `global_name_server` and whatever else runs on the kernel's thread.
/// Links and exit signals of other nodes do not reach them, or every peer could end them. Any thread may call.
final class SystemProcesses {

    private final Set<Pid> pids = ConcurrentHashMap.newKeySet();
    private final Activator kernelActivator;

    SystemProcesses(Activator kernelActivator) {
        this.kernelActivator = kernelActivator;
    }

    /// Remembers the process that is about to start, if it is a service.
    @SuppressWarnings("ReferenceEquality") // the activator itself is the mark
    SpawnOptions noting(SpawnOptions options) {
        return options.activator() == kernelActivator ? adding(options) : options;
    }

    /// Remembers the process that is about to start.
    SpawnOptions adding(SpawnOptions options) {
        return options.announcing(pids::add);
    }

    boolean contains(Pid pid) {
        return pids.contains(pid);
    }
}
