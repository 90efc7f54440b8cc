/// Which processes move where, so that nodes have about equally much to do, or one of them nothing:
/// {@link org.distributedactors.migration.rebalance.RebalancePlan} decides,
/// {@link org.distributedactors.migration.rebalance.Rebalancer} has it done.
@NullMarked
package org.distributedactors.migration.rebalance;

import org.jspecify.annotations.NullMarked;
