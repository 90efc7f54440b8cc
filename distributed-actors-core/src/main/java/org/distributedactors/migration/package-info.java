/// Moving a live process to another node: with its state, its queue, its timers, its names, its groups, the callers it owes
/// an answer, its links and its monitors.
///
/// {@link org.distributedactors.migration.Migrator} is what applications use.
/// {@link org.distributedactors.migration.MovableTypes} says what may move, and nothing does unless it is declared there.
@NullMarked
package org.distributedactors.migration;

import org.jspecify.annotations.NullMarked;
