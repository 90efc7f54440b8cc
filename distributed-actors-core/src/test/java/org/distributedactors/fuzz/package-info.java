/// Targets for a fuzzer, plain methods of bytes, and the test that replays what it found. `scripts/fuzz` runs them.
package org.distributedactors.fuzz;
