package org.distributedactors.epmd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.distributedactors.epmd.EpmdRequest.Alive2;
import org.distributedactors.epmd.EpmdRequest.PortPlease2;
import org.distributedactors.epmd.EpmdResponse.DumpLine;
import org.distributedactors.epmd.EpmdResponse.NamedPort;
import org.distributedactors.epmd.EpmdResponse.PortFound;
import org.distributedactors.epmd.EpmdResponse.PortUnknown;
import org.distributedactors.epmd.EpmdStep.Answer;
import org.distributedactors.epmd.EpmdStep.Drop;
import org.distributedactors.epmd.EpmdStep.Registered;
import org.distributedactors.epmd.EpmdStep.Rejected;
import org.distributedactors.term.Binary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EpmdRegistryTest {

    private static final EpmdNode A = EpmdNode.of("a", 4001, false);
    private static final EpmdNode B = EpmdNode.of("b", 4002, true);
    private static final Rejected REJECTED = new Rejected(new EpmdResponse.Alive2(false, 99, true));

    private final EpmdRegistry registry = new EpmdRegistry(4369, 1000, 3);

    @Test
    void aRegisteredNodeIsFoundByAnyone() {
        assertThat(register(A))
                .isEqualTo(new Registered(new EpmdResponse.Alive2(true, 1000, true), A.name()));
        assertThat(registry.handle(new PortPlease2(A.name()), false))
                .isEqualTo(new Answer(new PortFound(A)));
    }

    @Test
    void othersAreUnknown() {
        register(A);

        assertThat(registry.handle(new PortPlease2(B.name()), true))
                .isEqualTo(new Answer(new PortUnknown()));
    }

    @Test
    void namesListsAllAndThePortMappersOwnPort() {
        register(A);
        register(B);

        assertThat(registry.handle(new EpmdRequest.Names(), false))
                .isEqualTo(
                        new Answer(
                                new EpmdResponse.Names(
                                        4369,
                                        List.of(
                                                new NamedPort(A.name(), 4001),
                                                new NamedPort(B.name(), 4002)))));
    }

    @Test
    void aNameIsTakenAsLongAsItsNodeLives() {
        register(A);

        assertThat(register(EpmdNode.of("a", 4009, false))).isEqualTo(REJECTED);
        assertThat(registry.handle(new PortPlease2(A.name()), true))
                .isEqualTo(new Answer(new PortFound(A)));

        registry.unregister(A.name());

        assertThat(registry.handle(new PortPlease2(A.name()), true))
                .isEqualTo(new Answer(new PortUnknown()));
        assertThat(register(A)).isInstanceOf(Registered.class);
    }

    @Test
    void namesCompareByteByByte() {
        register(A);

        assertThat(register(EpmdNode.of("A", 4001, false))).isInstanceOf(Registered.class);
        assertThat(register(EpmdNode.of("\u00e4", 4001, false))).isInstanceOf(Registered.class);
    }

    @Test
    void noCreationIsGivenTwice() {
        Set<Integer> creations = new HashSet<>();
        for (int life = 0; life < 3000; life++) {
            EpmdNode node = EpmdNode.of("n" + life % 7, 4001, false);
            creations.add(creationOf(register(node)));
            registry.unregister(node.name());
        }

        assertThat(creations).hasSize(3000);
    }

    @Test
    void creationsPassOverWhatIsReservedWhenTheyWrap() {
        EpmdRegistry atTheEnd = new EpmdRegistry(4369, -1, 3);

        assertThat(creationOf(atTheEnd.handle(new Alive2(A), true))).isEqualTo(-1);
        assertThat(creationOf(atTheEnd.handle(new Alive2(B), true))).isEqualTo(4);
    }

    @Test
    void aNodeOfOldTimesGetsASmallCreationInTheOldForm() {
        for (int i = 0; i < 10; i++) {
            EpmdNode old = new EpmdNode(A.name(), 4001, 'M', 0, 5, 5, Binary.EMPTY);

            assertThat(register(old))
                    .isInstanceOfSatisfying(
                            Registered.class,
                            step -> {
                                EpmdResponse.Alive2 answer = (EpmdResponse.Alive2) step.response();
                                assertThat(answer.wide()).isFalse();
                                assertThat(answer.creation()).isBetween(1, 3);
                            });
            registry.unregister(A.name());
        }
    }

    @Test
    void onlyNodesOfThisHostRegister() {
        assertThat(registry.handle(new Alive2(A), false)).isEqualTo(new Drop());
        assertThat(registry.handle(new PortPlease2(A.name()), true))
                .isEqualTo(new Answer(new PortUnknown()));
    }

    @Test
    void onlyThisHostMayLookInsideAndNobodyMayEndIt() {
        register(A);

        assertThat(registry.handle(new EpmdRequest.Dump(), true))
                .isEqualTo(
                        new Answer(
                                new EpmdResponse.Dump(
                                        4369, List.of(new DumpLine(true, A.name(), 4001, 1)))));
        assertThat(registry.handle(new EpmdRequest.Dump(), false)).isEqualTo(new Drop());
        assertThat(registry.handle(new EpmdRequest.Kill(), true))
                .isEqualTo(new Answer(new EpmdResponse.Kill(false)));
        assertThat(registry.handle(new EpmdRequest.Kill(), false)).isEqualTo(new Drop());
        assertThat(registry.handle(new EpmdRequest.Stop(A.name()), true)).isEqualTo(new Drop());
        assertThat(registry.handle(new PortPlease2(A.name()), true))
                .isEqualTo(new Answer(new PortFound(A)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "a\nb", "a\rb", "a b", "a\u001bb", "a@b", "a/b", "a\u0085b", "a\u2028b"})
    void namesThatWouldBreakALineAreRejected(String name) {
        assertThat(register(EpmdNode.of(name, 4001, false))).isEqualTo(REJECTED);
    }

    @Test
    void namesHaveALimit() {
        assertThat(register(EpmdNode.of("\u20ac".repeat(255), 4001, false)))
                .isInstanceOf(Registered.class);
        assertThat(register(EpmdNode.of("a".repeat(256), 4001, false))).isEqualTo(REJECTED);
    }

    @Test
    void namesAreUtf8() {
        Binary broken = Binary.of((byte) 'a', (byte) 0xC3);

        assertThat(register(new EpmdNode(broken, 4001, 'M', 0, 6, 5, Binary.EMPTY)))
                .isEqualTo(REJECTED);
    }

    @Test
    void nodesThatCannotBeReachedAreRejected() {
        assertThat(register(EpmdNode.of("a", 0, false))).isEqualTo(REJECTED);
        assertThat(register(new EpmdNode(A.name(), 4001, 'M', 1, 6, 5, Binary.EMPTY)))
                .isEqualTo(REJECTED);
        assertThat(register(new EpmdNode(A.name(), 4001, 'M', 0, 6, 7, Binary.EMPTY)))
                .isEqualTo(REJECTED);
    }

    @Test
    void noMoreNodesThanTheLimit() {
        for (String name : List.of("a", "b", "c")) {
            assertThat(register(EpmdNode.of(name, 4001, false))).isInstanceOf(Registered.class);
        }

        assertThat(register(EpmdNode.of("d", 4001, false))).isEqualTo(REJECTED);
    }

    @Test
    void aNodeIsCompatibleWhenItSpeaksOurVersion() {
        assertThat(A.isCompatible()).isTrue();
        assertThat(new EpmdNode(A.name(), 1, 'M', 0, 6, 6, Binary.EMPTY).isCompatible()).isTrue();
        assertThat(new EpmdNode(A.name(), 1, 'M', 0, 5, 5, Binary.EMPTY).isCompatible()).isFalse();
        assertThat(new EpmdNode(A.name(), 1, 'M', 0, 8, 7, Binary.EMPTY).isCompatible()).isFalse();
        assertThat(new EpmdNode(A.name(), 1, 'M', 1, 6, 5, Binary.EMPTY).isCompatible()).isFalse();
    }

    private EpmdStep register(EpmdNode node) {
        return registry.handle(new Alive2(node), true);
    }

    private static int creationOf(EpmdStep step) {
        return ((EpmdResponse.Alive2) ((Registered) step).response()).creation();
    }
}
