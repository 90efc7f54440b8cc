/// What the stores on a database share: tables with a row for each key.
@NullMarked
package org.distributedactors.boot.jdbc;

import org.jspecify.annotations.NullMarked;
