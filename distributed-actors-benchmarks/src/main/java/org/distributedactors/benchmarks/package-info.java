/// Workloads of ours, measured in processes of their own beside those of Pekko and OTP; see docs/benchmarks.md.
@NullMarked
package org.distributedactors.benchmarks;

import org.jspecify.annotations.NullMarked;
