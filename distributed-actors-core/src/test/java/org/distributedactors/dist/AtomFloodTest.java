package org.distributedactors.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import java.lang.ref.WeakReference;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.distributedactors.term.Atom;
import org.junit.jupiter.api.Test;

/// A peer that sends ever new atoms.
class AtomFloodTest {

    private static final int HEADERS = 4000;

    private final AtomCache cache = new AtomCache();

    @Test
    void aMillionAtomsPassThroughTheSlotsOfOneHeader() {
        for (int header = 0; header < HEADERS; header++) {
            assertThat(cache.readHeader(headerOfNewAtoms(header))).hasSize(255);
        }
    }

    @Test
    void anAtomWhoseSlotWasTakenIsForgotten() {
        WeakReference<Atom> first = new WeakReference<>(cache.readHeader(headerOfNewAtoms(0))[0]);
        cache.readHeader(headerOfNewAtoms(1));
        Awaitility.await()
                .until(() -> {
                    System.gc();
                    return first.refersTo(null);
                });
    }

    private static ByteBuf headerOfNewAtoms(int number) {
        Atom[] atoms =
                IntStream.range(0, 255)
                        .mapToObj(i -> Atom.of(number + "_" + i))
                        .toArray(Atom[]::new);
        return DistributionHeaderTest.header(atoms, false);
    }
}
