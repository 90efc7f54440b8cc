/// For tests of applications, on JUnit's class path alone: simulated nodes and probes in a test's parameters.
@NullMarked
package org.distributedactors.boot.test;

import org.jspecify.annotations.NullMarked;
