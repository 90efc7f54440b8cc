/// Endpoints that show the node, its peers and its monitors, and the rule that keeps the cookie out of all endpoints.
@NullMarked
package org.distributedactors.boot.actuate;

import org.jspecify.annotations.NullMarked;
