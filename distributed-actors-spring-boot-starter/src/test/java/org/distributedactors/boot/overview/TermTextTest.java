package org.distributedactors.boot.overview;

import static org.assertj.core.api.Assertions.assertThat;

import org.distributedactors.process.ExitReason;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Binary;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Reference;
import org.distributedactors.term.Tuple;
import org.junit.jupiter.api.Test;

class TermTextTest {

    private static final Atom NODE = Atom.of("stock@10.0.0.9");

    @Test
    void aPidIsWrittenAsItsOwnNodePrintsIt() {
        assertThat(TermText.of(new Pid(NODE, 77, 1, 5))).isEqualTo("<0.77.1>");
    }

    @Test
    void aReferenceIsWrittenAsItsOwnNodePrintsIt() {
        assertThat(TermText.of(Reference.of(NODE, 5, 56, 34, 12))).isEqualTo("#Ref<0.12.34.56>");
    }

    @Test
    void aTargetIsWrittenWithItsNode() {
        assertThat(TermText.target(new Pid(NODE, 77, 0, 5))).isEqualTo("stock@10.0.0.9/<0.77.0>");
        assertThat(TermText.target(Tuple.of(Atom.of("orders"), NODE)))
                .isEqualTo("stock@10.0.0.9/orders");
        assertThat(TermText.target(NODE)).isEqualTo("stock@10.0.0.9");
    }

    @Test
    void theNodeOfATargetIsFound() {
        assertThat(TermText.nodeOf(new Pid(NODE, 77, 0, 5))).isEqualTo(NODE.name());
        assertThat(TermText.nodeOf(Tuple.of(Atom.of("orders"), NODE))).isEqualTo(NODE.name());
        assertThat(TermText.nodeOf(NODE)).isEqualTo(NODE.name());
    }

    @Test
    void aReasonIsItsWords() {
        assertThat(TermText.reason(ExitReason.NOCONNECTION.term())).isEqualTo("noconnection");
        assertThat(TermText.reason(ExitReason.shutdown(Binary.utf8("secret")).term()))
                .isEqualTo("{shutdown, …}");
    }

    @Test
    void whatAnExceptionSaidIsNotShown() {
        String text = TermText.reason(ExitReason.of(new IllegalStateException("secret")).term());

        assertThat(text).contains("java.lang.IllegalStateException").doesNotContain("secret");
    }

    @Test
    void aReasonThatIsNestedDeeplyIsCutOff() {
        Tuple nested = Tuple.of(Atom.OK);
        for (int depth = 0; depth < 100_000; depth++) {
            nested = Tuple.of(nested);
        }

        assertThat(TermText.reason(nested)).isEqualTo("{{{…}}}");
    }
}
