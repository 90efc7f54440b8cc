/// Makes the node a part of a Spring Boot application: conditions, properties, beans, and the words in which a start that
/// cannot succeed is explained. It knows the other packages of the starter; none of them knows it.
@NullMarked
package org.distributedactors.boot.autoconfigure;

import org.jspecify.annotations.NullMarked;
