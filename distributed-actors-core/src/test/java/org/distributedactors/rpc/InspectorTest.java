package org.distributedactors.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.distributedactors.process.ProcessInfo;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Binary;
import org.distributedactors.term.IntegerTerm;
import org.distributedactors.term.MapTerm;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Term;
import org.junit.jupiter.api.Test;

class InspectorTest {

    private static final Pid PID = new Pid(Atom.of("b@localhost"), 5, 0, 3);

    private static ProcessInfo info(int frames, String message) {
        List<StackTraceElement> stack =
                Stream.generate(() -> new StackTraceElement("Shop", "sell", "Shop.java", 17))
                        .limit(frames)
                        .toList();
        return new ProcessInfo(
                PID, null, "Shop", false, 12, message, Duration.ofMillis(1500), stack);
    }

    @Test
    void whatIsWrittenIsReadAgain() {
        ProcessInfo info = info(3, "Sell");

        assertThat(Inspector.read((MapTerm) Inspector.written(info))).contains(info);
    }

    @Test
    void aProcessWithoutAMessageInHandIsReadAgain() {
        ProcessInfo info = info(0, null);

        assertThat(Inspector.read((MapTerm) Inspector.written(info))).contains(info);
    }

    @Test
    void onlyTheTopOfTheStackTravels() {
        assertThat(Inspector.read((MapTerm) Inspector.written(info(40, "Sell"))))
                .hasValueSatisfying(read -> assertThat(read.stack()).hasSize(12));
    }

    @Test
    void nonsenseOfAPeerIsNotBelieved() {
        assertThat(Inspector.read(MapTerm.EMPTY)).isEmpty();
        Map<Term, Term> wrongTypes =
                Map.of(
                        Atom.of("pid"),
                        PID,
                        Atom.of("queue_length"),
                        Binary.utf8("many"),
                        Atom.of("idle"),
                        Atom.TRUE,
                        Atom.of("type"),
                        Binary.utf8("Shop"));
        assertThat(Inspector.read(MapTerm.of(wrongTypes))).isEmpty();
    }

    @Test
    void aStackOfNonsenseIsLeftOut() {
        Map<Term, Term> map =
                Map.of(
                        Atom.of("pid"), PID,
                        Atom.of("queue_length"), IntegerTerm.of(1),
                        Atom.of("idle"), Atom.FALSE,
                        Atom.of("type"), Binary.utf8("Shop"),
                        Atom.of("stack"), Binary.utf8("deep"));

        assertThat(Inspector.read(MapTerm.of(map)))
                .hasValueSatisfying(read -> assertThat(read.stack()).isEmpty());
    }
}
