/// Real Erlang nodes in containers, for tests.
@NullMarked
package org.distributedactors.boot.testcontainers;

import org.jspecify.annotations.NullMarked;
