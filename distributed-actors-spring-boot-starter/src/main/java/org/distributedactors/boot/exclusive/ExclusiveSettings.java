package org.distributedactors.boot.exclusive;

import java.time.Duration;

/// What an application says of its exclusive names.
///
/// @param lease how long a lock lasts without renewal; a crash of the owner is followed by as long without one
public record ExclusiveSettings(Duration lease) {}
