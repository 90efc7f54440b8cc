package org.distributedactors.sample.watch;

import java.time.Instant;

/// Something the watcher saw.
public record Event(Instant at, String what) {}
