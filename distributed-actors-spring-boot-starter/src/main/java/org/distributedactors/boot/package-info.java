/// Wires Distributed Actors into Spring Boot. The packages below each have one purpose; nothing but
/// this description lives here.
@NullMarked
package org.distributedactors.boot;

import org.jspecify.annotations.NullMarked;
