package org.distributedactors.etf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.distributedactors.etf.Malformed.isMalformed;

import java.time.Duration;
import org.distributedactors.term.Binary;
import org.distributedactors.term.MapTerm;
import org.distributedactors.term.Term;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/// A key comes once, however it is written; and keys that were chosen to have one hash do not take long.
class MapKeysTest {

    @Test
    void theSameKeyTwiceIsRefused() {
        isMalformed("74 00000002 770161 6101 770161 6102").withMessageContaining("same key twice");
        isMalformed("74 00000002 6105 6101 6200000005 6102")
                .withMessageContaining("same key twice");
        isMalformed("74 00000002 6b00026162 6101 6c00000002 6161 6162 6a 6102")
                .withMessageContaining("same key twice");
        isMalformed("68 01 74 00000002 6a 6a 6b0000 6a").withMessageContaining("same key twice");
    }

    @Test
    void theOrderOfKeysMakesNoDifference() {
        Term one = Hex.decode("74 00000002 770161 6101 770162 6102");
        Term other = Hex.decode("74 00000002 770162 6102 770161 6101");

        assertThat(one).isEqualTo(other).hasSameHashCodeAs(other);
    }

    @Test
    void aFloatAndAnIntegerAndBothZerosAreDifferentKeys() {
        String hex = "74 00000003 6100 6a 46 0000000000000000 6a 46 8000000000000000 6a";

        assertThat(((MapTerm) Hex.decode(hex)).size()).isEqualTo(3);
    }

    @Test
    void binariesWithOneHashAreStillFoundQuickly() {
        // "Aa" and "BB" have one hash, and so have all strings of 16 such pairs.
        StringBuilder hex = new StringBuilder("74 00010000");
        for (int key = 0; key < 1 << 16; key++) {
            hex.append("6d00000020");
            for (int bit = 0; bit < 16; bit++) {
                hex.append((key >> bit & 1) == 0 ? "4161" : "4242");
            }
            hex.append("6a");
        }
        byte[] bytes = Hex.bytes(hex.toString());

        MapTerm map =
                Assertions.assertTimeout(
                        Duration.ofSeconds(10), () -> (MapTerm) Hex.reader(bytes).readTerm());

        assertThat(map.size()).isEqualTo(1 << 16);
        assertThat(map.get(Binary.utf8("Aa".repeat(16)))).isNotNull();
    }

    @Test
    void mapsThatAreKeysOfKeysAreHashedOnceEach() {
        // Without a memory of hashes the list would be hashed again at each of 500 levels.
        int length = 1 << 20;
        String list = "6c %08x".formatted(length) + "6a".repeat(length + 1);
        byte[] bytes = Hex.bytes("7400000001".repeat(500) + list + "6a".repeat(500));

        Assertions.assertTimeout(
                Duration.ofSeconds(10),
                () -> assertThatNoException().isThrownBy(() -> Hex.reader(bytes).readTerm()));
    }
}
