package org.distributedactors.dist;

import java.util.Random;
import org.distributedactors.term.Binary;

/// Binaries of bytes by chance, the same for each size.
final class LargeBinary {

    Binary term(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return Binary.wrap(bytes);
    }
}
